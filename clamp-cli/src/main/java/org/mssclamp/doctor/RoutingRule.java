// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.rule.MarkMask;

/** A line that {@code ip rule} prints. */
final class RoutingRule {
    private static final Pattern MARK = Pattern.compile("\\bfwmark (0x[0-9a-f]{1,8}|0)(?:/(0x[0-9a-f]{1,8}))?\\b");

    private RoutingRule() {}

    /** What it asks for; empty if it asks for no mark. */
    static Optional<MarkMask> mark(String line) {
        Matcher matcher = MARK.matcher(line);
        return matcher.find()
                ? Optional.of(
                        new MarkMask(bits(matcher.group(1)), matcher.group(2) == null ? -1 : bits(matcher.group(2))))
                : Optional.empty();
    }

    private static int bits(String text) {
        return Long.decode(text).intValue();
    }
}
