// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.packet.Family;

/**
 * What the firewall is to do with SYNs.
 *
 * @param chains where they are handed over
 * @param families those it is for
 * @param net empty to let pass unclamped what the daemon does not answer
 */
public record Ruleset(Set<Chain> chains, Set<Family> families, Feed feed, Optional<SafetyNet> net) {
    /** Copies the sets, into the order of their members whatever that was. */
    public Ruleset {
        chains = Collections.unmodifiableSet(EnumSet.copyOf(chains));
        families = Collections.unmodifiableSet(EnumSet.copyOf(families));
    }
}
