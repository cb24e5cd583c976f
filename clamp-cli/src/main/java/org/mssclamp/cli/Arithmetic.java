// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Optional;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;

/** Where the MSS that a rule writes comes from. */
final class Arithmetic {
    private Arithmetic() {}

    /** Such as {@code mtu 1400 - 40 = 1360}; empty if the rule writes none. */
    static Optional<String> of(Applied step, Family family) {
        Action action = step.rule().action();
        if (!(action instanceof Action.Limit fixed)) {
            return Optional.empty();
        }
        int limit = fixed.mss(family);
        String text = action instanceof Action.Mtu mtu
                ? "mtu " + mtu.octets() + " - " + family.fixedHeaderOctets() + " = " + limit
                : "set-mss " + limit;
        boolean adds = step.outcome() == Outcome.ADDED || step.outcome() == Outcome.WOULD_ADD;
        String least = ", min(" + limit + ", " + family.defaultMss() + ") = " + step.target();
        return Optional.of(adds ? text + least : text);
    }
}
