// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 1);
    private final Snapshot snapshot = new Snapshot(() -> Integer.toString(made.incrementAndGet()), nowNs::get);

    @Test
    void isMadeOnceInAQuarterOfASecondHoweverManyAsk() {
        assertThat(snapshot.get()).isEqualTo("1");
        for (int i = 0; i < 1000; i++) {
            assertThat(snapshot.get()).isEqualTo("1");
        }
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(250) - 1);
        assertThat(snapshot.get()).isEqualTo("1");
        nowNs.addAndGet(1);
        assertThat(snapshot.get()).isEqualTo("2");
        assertThat(snapshot.get()).isEqualTo("2");
    }
}
