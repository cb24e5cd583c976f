// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.libc.NetlinkSocket;

/** How a socket waits, and is woken. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class NetlinkSocketIT {
    private static final int BUFFER_OCTETS = 1 << 20;
    /** Longer than the test may take. */
    private static final int FOR_EVER_MILLIS = 3_600_000;

    private final Namespace namespace = Namespace.create("socket");

    @AutoClose
    private final MessageBatch batch = new MessageBatch(4, 1024);

    @AfterAll
    void takeDown() {
        namespace.close();
    }

    private NetlinkSocket open(Duration busyPoll) {
        NetlinkSocket socket = namespace.call(NetlinkSocket::forQueue);
        socket.configure(BUFFER_OCTETS, busyPoll);
        return socket;
    }

    /** A receive that waits on another thread, and what it says. */
    private static final class Waiting {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicInteger received = new AtomicInteger(Integer.MIN_VALUE);
        private final Thread thread;

        Waiting(NetlinkSocket socket, MessageBatch batch) {
            thread = new Thread(() -> {
                begun.countDown();
                received.set(socket.receive(batch, FOR_EVER_MILLIS));
            });
            thread.start();
        }

        /** Waits until it sleeps in the kernel, where Java takes it for running. */
        void awaitSleep() throws InterruptedException {
            begun.await();
            Thread.sleep(100);
        }

        int received() throws InterruptedException {
            thread.join();
            return received.get();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void isWokenWhileItReceives(long busyPollMillis) throws InterruptedException {
        try (NetlinkSocket socket = open(Duration.ofMillis(busyPollMillis))) {
            Waiting waiting = new Waiting(socket, batch);
            waiting.awaitSleep();
            socket.wake();
            assertThat(waiting.received()).as("the acknowledgement of nothing").isEqualTo(1);
        }
    }

    @Test
    void isWokenBeforeItReceives() throws InterruptedException {
        try (NetlinkSocket socket = open(Duration.ZERO)) {
            socket.wake();
            assertThat(new Waiting(socket, batch).received()).isEqualTo(1);
        }
    }

    @Test
    void isWokenWhileItWaitsForMessagesOnly() {
        try (NetlinkSocket socket = open(Duration.ZERO)) {
            assertThat(socket.await(1)).isFalse();
            socket.wake();
            assertThat(socket.await(FOR_EVER_MILLIS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void givesUpAfterItsTime(long busyPollMillis) {
        try (NetlinkSocket socket = open(Duration.ofMillis(busyPollMillis))) {
            assertThat(socket.receive(batch, 20)).isZero();
            assertThat(socket.receive(batch, 1)).isZero();
        }
    }
}
