// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.List;

/** Which of several rules of one file pf takes for a packet, as far as rules of ours can say it; see pf.conf(5). */
enum PfOrder {
    /** The first: all of them are {@code scrub} or {@code no scrub}. */
    FIRST,
    /** The last: all of them are {@code match}. */
    LAST,
    /** It depends; ours takes the least. */
    UNSAID;

    /** Rules of two directions are asked twice for a forwarded packet, and those of a family let the other go on. */
    static PfOrder of(List<String> rules) {
        for (String direction : List.of("in", "out")) {
            if (rules.stream()
                    .allMatch(rule -> rule.matches("(?:no )?scrub " + direction + "\\b.*") && isForBoth(rule))) {
                return FIRST;
            }
            if (rules.stream().allMatch(rule -> rule.matches("match " + direction + "\\b.*") && isForBoth(rule))) {
                return LAST;
            }
        }
        return UNSAID;
    }

    private static boolean isForBoth(String rule) {
        return !rule.matches(".*\\binet6?\\b.*");
    }
}
