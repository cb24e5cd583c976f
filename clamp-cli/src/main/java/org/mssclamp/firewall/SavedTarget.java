// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a packet that matches a rule.
 *
 * @param name of an extension such as {@code TCPMSS}, a verdict, or a chain
 * @param returns whether the packet comes back behind the rule when a chain has ended: {@code -j}, not {@code -g}
 */
public record SavedTarget(String name, boolean returns, List<SavedOption> options) {
    /** Copies the list. */
    public SavedTarget {
        options = List.copyOf(options);
    }

    /** The first option of that name. */
    public Optional<SavedOption> option(String wanted) {
        return options.stream().filter(option -> option.name().equals(wanted)).findFirst();
    }
}
