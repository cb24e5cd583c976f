// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.List;

/** A {@link Ruleset} as commands, one a line, which change nothing if they are carried out again. */
public sealed interface Commands permits IptablesCommands, NftCommands {
    /** Put the rules in force: the net first, so that no SYN passes between the two. */
    List<String> add();

    /** Undo that. */
    List<String> remove();
}
