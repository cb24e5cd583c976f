// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often links, addresses, routes or rules of the kernel have changed: what was known of a path holds until it has
 * become more. For any thread.
 */
final class RouteChanges {
    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    void record() {
        count.getAndIncrement();
    }
}
