// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.Locale;

/** A reason for which we clamp to another path MTU than the kernel. */
enum PathDivergence {
    NOTHING_FITS("a path MTU of no more than the headers: the kernel drops the SYN, we leave it alone"),
    BELOW_FLOOR("a path MTU that leaves less than the floor: the kernel writes it, we leave the SYN alone"),
    WAY_BACK("the way back depends on more than the source's address: the kernel asks for that alone, we for all");

    private final String description;

    PathDivergence(String description) {
        this.description = description;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    String description() {
        return description;
    }
}
