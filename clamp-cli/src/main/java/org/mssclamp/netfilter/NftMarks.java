// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.rule.MarkMask;

/** How a rule of nft has to do with packet marks. */
final class NftMarks {
    private static final MarkMask ALL = new MarkMask(-1, -1);

    private NftMarks() {}

    static List<MarkUse> of(List<JsonValue> statements) {
        List<MarkUse> uses = new ArrayList<>();
        for (JsonValue match : NftConditions.matches(statements)) {
            asked(match)
                    .ifPresent(mark ->
                            uses.add(new MarkUse(false, match.get("op").text().equals("!="), mark)));
        }
        for (JsonValue statement : statements) {
            if (isMark(statement.get("mangle").get("key"))) {
                uses.add(new MarkUse(true, false, set(statement.get("mangle").get("value"))));
            }
        }
        return uses;
    }

    private static boolean isMark(JsonValue expression) {
        return expression.get("meta").get("key").text().equals("mark");
    }

    private static Optional<MarkMask> asked(JsonValue match) {
        JsonValue left = match.get("left");
        List<JsonValue> operands = left.get("&").elements();
        boolean isMasked = operands.size() == 2 && isMark(operands.get(0));
        if (!isMasked && !isMark(left)) {
            return Optional.empty();
        }
        int mask = isMasked ? bits(operands.get(1)) : -1;
        return Optional.of(new MarkMask(bits(match.get("right")), mask));
    }

    private static int bits(JsonValue number) {
        return (int) number.number().orElse(-1);
    }

    /** {@code mark | bits} keeps the others, and so does {@code mark & mask | bits}. */
    private static MarkMask set(JsonValue value) {
        if (value.number().isPresent()) {
            return new MarkMask(bits(value), -1);
        }
        List<JsonValue> operands = value.get("|").elements();
        if (operands.size() != 2) {
            return ALL;
        }
        int set = bits(operands.get(1));
        List<JsonValue> kept = operands.get(0).get("&").elements();
        if (kept.size() == 2) {
            return new MarkMask(set, ~bits(kept.get(1)) | set);
        }
        return isMark(operands.get(0)) ? new MarkMask(set, set) : ALL;
    }
}
