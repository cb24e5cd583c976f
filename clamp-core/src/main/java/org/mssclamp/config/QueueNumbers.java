// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/** NFQUEUE numbers from {@code first} to {@code last}, both included. */
public record QueueNumbers(int first, int last) {
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
