// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.Locale;

/** Something about a SYN that the kernel's clamp gets wrong; counted besides the outcome. */
public enum Oddity {
    ODD_OFFSET("an MSS value at an odd offset; the kernel's clamp corrupts the checksum there"),
    REPEATED_MSS("several MSS options; the kernel's clamp lowers only the first, receivers use the last"),
    MALFORMED_OPTIONS("an option that overruns the header or has no valid length; receivers stop reading there"),
    OCTETS_BEHIND_END("octets behind the end of options; the kernel's clamp reads on, receivers do not");

    private final String description;

    Oddity(String description) {
        this.description = description;
    }

    /** The name in output and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
