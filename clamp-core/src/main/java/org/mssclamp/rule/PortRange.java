// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** TCP ports from {@code low} to {@code high}, both included. */
public record PortRange(int low, int high) {
    boolean contains(int port) {
        return low <= port && port <= high;
    }

    @Override
    public String toString() {
        return low == high ? Integer.toString(low) : low + "-" + high;
    }
}
