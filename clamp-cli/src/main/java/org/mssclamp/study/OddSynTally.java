// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.study.Findings.Odd;

/** Counts what is odd about SYNs. Not thread-safe. */
final class OddSynTally {
    private static final List<OddSyn> KINDS = List.of(OddSyn.values());

    private final Map<OddSyn, String> examples = new EnumMap<>(OddSyn.class);
    private final Map<OddSyn, Long> counts = new EnumMap<>(OddSyn.class);

    /**
     * Counts a SYN.
     *
     * @param name what to call it, if it is the first of its kind
     */
    void add(SynPacket syn, Supplier<String> name) {
        for (OddSyn kind : KINDS) {
            if (kind.holds(syn)) {
                counts.merge(kind, 1L, Long::sum);
                examples.computeIfAbsent(kind, first -> name.get());
            }
        }
    }

    List<Odd> rows() {
        List<Odd> rows = new ArrayList<>();
        examples.forEach((kind, example) -> rows.add(new Odd(kind, counts.getOrDefault(kind, 0L), example)));
        return rows;
    }
}
