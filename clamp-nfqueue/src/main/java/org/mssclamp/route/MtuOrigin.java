// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.Locale;

/** Where the MTU of a path comes from. */
public enum MtuOrigin {
    LINK("that of the interface"),
    ROUTE("the metric mtu of the route"),
    EXCEPTION("learned from ICMP, and kept for the destination"),
    WORKER("as the worker knew it"),
    NO_ROUTE("there is no route, and so no limit"),
    UNKNOWN("the kernel did not say");

    private final String description;

    MtuOrigin(String description) {
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
}
