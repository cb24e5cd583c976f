// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.SynKind;

/** Reads what a rule asks of a packet. */
final class MatchReader {
    private MatchReader() {}

    static Match read(Section match) {
        return new Match(
                list(match, MatchKey.IN, Scalars::interfacePattern),
                list(match, MatchKey.OUT, Scalars::interfacePattern),
                list(match, MatchKey.FROM, Addresses::prefix),
                list(match, MatchKey.TO, Addresses::prefix),
                list(match, MatchKey.SPORT, Scalars::ports),
                list(match, MatchKey.DPORT, Scalars::ports),
                value(match, MatchKey.FAMILY).flatMap(value -> value.choice(Family.values(), Family::label)),
                value(match, MatchKey.MARK).flatMap(value -> value.scalar(Scalars::mark)),
                value(match, MatchKey.MSS).flatMap(value -> value.scalar(Scalars::mss)),
                flags(match));
    }

    private static SynKind flags(Section match) {
        Set<SynKind> kinds = EnumSet.noneOf(SynKind.class);
        for (Value item : value(match, MatchKey.FLAGS).map(Value::items).orElse(List.of())) {
            item.choice(SynKind.values(), SynKind::label).ifPresent(kinds::add);
        }
        return kinds.size() == 1 ? kinds.iterator().next() : SynKind.BOTH;
    }

    private static Optional<Value> value(Section match, MatchKey key) {
        return match.value(key.label());
    }

    private static <T> List<T> list(Section match, MatchKey key, Format<T> format) {
        List<T> parsed = new ArrayList<>();
        for (Value item : value(match, key).map(Value::items).orElse(List.of())) {
            item.scalar(format).ifPresent(parsed::add);
        }
        return parsed;
    }
}
