// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** What becomes of a SYN that announces no MSS. */
public enum MissingMss {
    /** It stays without; receivers assume 536 or 1220. */
    LEAVE("leave"),
    /** It gets the smaller of the limit and 536 or 1220, where that can do no harm. */
    ADD("add");

    private final String label;

    MissingMss(String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }
}
