// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.Locale;

/** Where packets pass that are known to leave, and by which interface. */
public enum Chain {
    /** Those through the gateway. */
    FORWARD,
    /** Those of the gateway itself. */
    OUTPUT,
    /** Both, behind the two above. */
    POSTROUTING;

    /** Whether packets of the gateway to itself pass, by the interface {@code lo}. */
    boolean seesLoopback() {
        return this != FORWARD;
    }

    /** The name of the kernel's hook in nft. */
    String hook() {
        return name().toLowerCase(Locale.ROOT);
    }
}
