// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/** What becomes of packets that no worker can take: the queue is full, or the daemon is gone. */
public enum OnFailure {
    /** They pass unclamped: fail-open on the queue, bypass in the kernel rule. */
    PASS("pass"),
    /** The queue outlives the process and holds them for its successor; what it has no room for passes unclamped. */
    HOLD("hold"),
    /** They are dropped. */
    DROP("drop");

    private final String label;

    OnFailure(String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }
}
