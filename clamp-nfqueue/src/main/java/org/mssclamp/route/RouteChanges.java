// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

/**
 * How often links, addresses, routes or rules of the kernel have changed: what was known of a path holds until it has
 * become more.
 *
 * <p>One thread records; any thread reads.
 */
final class RouteChanges {
    private volatile int count;

    int count() {
        return count;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void record() {
        count++;
    }
}
