// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.Locale;

/** What one search came to for the number that is {@linkplain KeptMtu kept} of a path. */
public enum ProbeRound {
    KEPT("the number was found again"),
    LOWERED("a smaller number was found, and holds"),
    RAISED("a larger number was found for the second time in a row, and holds"),
    UNCONFIRMED("a larger number was found for the first time"),
    TOO_SMALL("less was found than any link is believed to carry"),
    UNREACHABLE("no answer to packets of any size"),
    UNSTEADY("answers ceased or contradict each other"),
    FAILED("nothing could be sent, no path leads to the address, or the name was not found");

    private final String description;

    ProbeRound(String description) {
        this.description = description;
    }

    /** The name in output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A phrase for people. */
    public String description() {
        return description;
    }

    /** Whether there was a number to go by. */
    public boolean isSuccess() {
        return switch (this) {
            case KEPT, LOWERED, RAISED, UNCONFIRMED -> true;
            case TOO_SMALL, UNREACHABLE, UNSTEADY, FAILED -> false;
        };
    }
}
