// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CountersTest {
    private enum Fruit {
        APPLE,
        PEAR,
        QUINCE
    }

    private static final int COUNT = 5_000_000;

    private final Counters<Fruit> counters = new Counters<>(Fruit.class);

    @Test
    void beginsAtZero() {
        for (Fruit fruit : Fruit.values()) {
            assertThat(counters.count(fruit)).isZero();
        }
    }

    @Test
    void countsEachConstantByItself() {
        counters.increment(Fruit.PEAR);
        counters.add(Fruit.PEAR, 2);
        counters.add(Fruit.QUINCE, 1L << 40);
        assertThat(counters.count(Fruit.APPLE)).isZero();
        assertThat(counters.count(Fruit.PEAR)).isEqualTo(3);
        assertThat(counters.count(Fruit.QUINCE)).isEqualTo(1L << 40);
    }

    @Test
    void losesNothingWhileAnotherThreadReads() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicBoolean wentBack = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            long last = 0;
            while (last < COUNT) {
                long count = counters.count(Fruit.APPLE);
                if (count < last) {
                    wentBack.set(true);
                }
                last = count;
                reading.countDown();
            }
        });
        reader.setDaemon(true);
        reader.start();
        reading.await();
        for (int i = 0; i < COUNT; i++) {
            counters.increment(Fruit.APPLE);
        }
        reader.join(60_000); // it ends as soon as it sees the last increment
        assertThat(reader.isAlive()).as("the last increment was never seen").isFalse();
        assertThat(wentBack).isFalse();
        assertThat(counters.count(Fruit.APPLE)).isEqualTo(COUNT);
    }
}
