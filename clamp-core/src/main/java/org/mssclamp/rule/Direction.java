// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** Whose path limits the MSS of a packet. */
public enum Direction {
    /** That of the route to its destination. */
    FORWARD("forward"),
    /** That of the route back to its source, by which the segments come that its MSS is for. */
    REVERSE("reverse"),
    /** The smaller of the two. */
    BOTH("both");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }

    public boolean includesForward() {
        return this != REVERSE;
    }

    public boolean includesReverse() {
        return this != FORWARD;
    }
}
