// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;

/**
 * An option of a rule with what follows it, such as {@code ! --mss 1361:1536}.
 *
 * @param module the match that {@code -m} named last before it; empty before the first
 * @param negated whether {@code !} stands before it, or before its argument, as older versions have it
 * @param name with its dashes; a long name of what has a short one is written short, as {@code -s} for {@code --source}
 */
public record SavedOption(String module, boolean negated, String name, List<String> arguments) {
    /** Copies the list. */
    public SavedOption {
        arguments = List.copyOf(arguments);
    }

    /** All that follows the name; empty if nothing does. */
    public String argument() {
        return String.join(" ", arguments);
    }

    /** As it stands in a rule. */
    @Override
    public String toString() {
        return (negated ? "! " : "") + name + (arguments.isEmpty() ? "" : " " + argument());
    }
}
