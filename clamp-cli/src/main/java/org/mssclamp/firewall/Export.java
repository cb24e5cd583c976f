// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/**
 * A configuration that is to do without the daemon.
 *
 * @param chains where its rules are asked
 * @param families those it is for
 */
public record Export(List<Rule> rules, Policy policy, Set<Chain> chains, Set<Family> families) {
    /** Copies the collections. */
    public Export {
        rules = List.copyOf(rules);
        chains = Collections.unmodifiableSet(EnumSet.copyOf(chains));
        families = Collections.unmodifiableSet(EnumSet.copyOf(families));
    }

    /**
     * What the kernel is told.
     *
     * @param losses what of the rules it cannot do: their names, with the reasons
     */
    public record Told(List<String> commands, List<String> losses) {
        /** Copies the lists. */
        public Told {
            commands = List.copyOf(commands);
            losses = List.copyOf(losses);
        }
    }
}
