// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.List;
import java.util.stream.Stream;

/**
 * One rule as written.
 *
 * @param name unique among the rules; counters bear it
 * @param match which packets it decides
 * @param action what becomes of them
 * @param mode whether it acts or only counts
 * @param continues whether later rules see the packet too, as it is after this one
 * @param missingMss what becomes of a SYN without the option
 */
public record Rule(String name, Match match, Action action, Mode mode, boolean continues, MissingMss missingMss) {
    /** All that it names: where packets come in and leave, and what its probes leave by. */
    public List<InterfacePattern> interfaces() {
        Stream<InterfacePattern> probing = action instanceof Action.ProbedMtu probed
                ? probed.way().via().stream().map(name -> new InterfacePattern(name, false))
                : Stream.empty();
        return Stream.of(match.in().stream(), match.out().stream(), probing)
                .flatMap(patterns -> patterns)
                .toList();
    }
}
