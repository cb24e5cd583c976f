// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often links, addresses, routes or rules of the kernel have changed: what was known of a path holds until it has
 * become more. For any thread.
 */
final class RouteChanges {
    /**
     * How long after the last event, in milliseconds, what it announced has surely come into force: the kernel announces a
     * deletion before it deletes. A monitor records it once more then.
     */
    static final int SETTLE_MILLIS = 20;

    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    void record() {
        count.getAndIncrement();
    }
}
