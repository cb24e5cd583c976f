// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.channel.KernelOctets;

@Timeout(120)
class RouteMonitorTest {
    private static final int RTM_NEWROUTE = 24;

    private final FakeLinks kernel = new FakeLinks();
    private final RouteChanges changes = new RouteChanges();
    private final RouteMonitor monitor = new RouteMonitor(kernel, changes);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(monitor, "routes");

    private void run() {
        thread.setUncaughtExceptionHandler((dead, why) -> failure.set(why));
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        monitor.stop();
        thread.join();
        assertThat(kernel.isClosed()).isTrue();
        assertThat(failure.get()).isNull();
    }

    /** So many, and once more when it has settled. */
    private void assertChanges(int count) throws InterruptedException {
        assertThat(kernel.becomes(() -> changes.count() == count))
                .as("%d changes, not %d", count, changes.count())
                .isTrue();
        assertThat(kernel.becomesQuiet()).isTrue();
        assertThat(changes.count()).isEqualTo(count);
    }

    private static byte[] event(int type) {
        return KernelOctets.message(type, 0, 0, new byte[12]);
    }

    /** New and deleted: addresses, routes, rules, next hops. */
    @ParameterizedTest
    @ValueSource(ints = {20, 21, RTM_NEWROUTE, 25, 32, 33, 104, 105})
    void countsEventsThatRoutesDependOn(int type) throws InterruptedException {
        kernel.deliver(event(type));
        run();
        assertChanges(2);
    }

    @Test
    void countsWhatComesTogetherAsOne() throws InterruptedException {
        for (int i = 0; i < 64; i++) {
            kernel.deliver(event(RTM_NEWROUTE));
        }
        run();
        assertChanges(2);
    }

    @Test
    void countsNothingWhileItIsQuiet() throws InterruptedException {
        run();
        assertChanges(0);
    }

    @Test
    void countsAnOverrunAtOnceAndAgainWhenTheSocketIsEmpty() throws InterruptedException {
        synchronized (kernel) {
            kernel.capacity(1);
            kernel.put(2, "eth0");
            kernel.put(2, "eth0");
        }
        run();
        // Overrun, event, empty, settled.
        assertChanges(4);
    }
}
