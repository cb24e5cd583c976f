// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.SilentChannel;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;

@Timeout(60)
class WatchdogTest {
    private static final int LOOKS = 6;
    private static final int FIRST_QUEUE = 5;

    private final List<Integer> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger wellLooks = new AtomicInteger();
    private final Watchdog watchdog = new Watchdog(ends::add, wellLooks::incrementAndGet);
    private final List<StuckChannel> channels = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A channel whose receives take as long as the test wants. */
    private static final class StuckChannel extends SilentChannel {
        final Semaphore receives = new Semaphore(0);
        final List<String> sent = new CopyOnWriteArrayList<>();

        @Override
        public int receive(MessageBatch batch, int timeoutMillis) {
            receives.acquireUninterruptibly();
            return 0;
        }

        @Override
        public int send(ByteBuf message) {
            sent.add(ByteBufUtil.hexDump(message));
            return 0;
        }
    }

    private QueueWorker worker(OnFailure onFailure) {
        int number = FIRST_QUEUE + threads.size();
        StuckChannel channel = new StuckChannel();
        QueueSettings settings = new QueueSettings(
                number, number, onFailure, 16, OptionalInt.empty(), Optional.empty(), Duration.ZERO, List.of());
        QueueWorker worker =
                new QueueWorker(number, settings, channel, new Links(index -> ""), KnownLinks.silentPaths());
        channels.add(channel);
        Thread thread = new Thread(worker, "queue-" + number);
        thread.start();
        threads.add(thread);
        while (worker.pulse().thread().isEmpty() || isRunnable(thread)) {
            Thread.onSpinWait();
        }
        return worker;
    }

    /** Whether it is still on its way to where it is stuck. */
    private static boolean isRunnable(Thread thread) {
        return TaskState.of(thread.getName()).orElseThrow().runnable();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watchdog.look();
        }
    }

    private void beat(QueueWorker worker, StuckChannel channel) {
        long before = worker.pulse().beats();
        channel.receives.release();
        while (worker.pulse().beats() == before) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (StuckChannel channel : channels) {
            channel.receives.release(1_000_000);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void endsTheProcessIfAWorkerDoesNotBeat() {
        QueueWorker worker = worker(OnFailure.PASS);
        watchdog.watch(List.of(worker));
        look(LOOKS - 1);
        assertThat(ends).isEmpty();
        assertThat(wellLooks).hasValue(LOOKS - 1);
        look(1);
        assertThat(ends).contains(ExitCode.SOFTWARE.code());
        assertThat(wellLooks).hasValue(LOOKS - 1);
        worker.stop();
    }

    @Test
    void letsAllPassBeforeTheEndUnlessToldToDrop() {
        QueueWorker passing = worker(OnFailure.PASS);
        QueueWorker dropping = worker(OnFailure.DROP);
        watchdog.watch(List.of(passing, dropping));
        look(LOOKS);
        assertThat(channels.get(0).sent)
                // NFQNL_MSG_CONFIG of queue 5: NFQA_CFG_QUEUE_MAXLEN 0
                .anySatisfy(request -> assertThat(request).endsWith("00000005" + "08000300" + "00000000"))
                // NFQNL_MSG_VERDICT_BATCH: NFQA_VERDICT_HDR with NF_ACCEPT and the highest id
                .anySatisfy(request -> assertThat(request).endsWith("00000005" + "0c000200" + "00000001" + "7fffffff"))
                .anySatisfy(request -> assertThat(request).endsWith("00000005" + "0c000200" + "00000001" + "ffffffff"));
        assertThat(channels.get(1).sent).isEmpty();
        passing.stop();
        dropping.stop();
    }

    @Test
    void leavesWorkersAloneThatBeat() {
        QueueWorker worker = worker(OnFailure.PASS);
        watchdog.watch(List.of(worker));
        for (int i = 0; i < 20; i++) {
            look(LOOKS - 1);
            beat(worker, channels.get(0));
        }
        assertThat(ends).isEmpty();
        worker.stop();
    }

    @Test
    void leavesWorkersAloneThatHaveEnded() throws InterruptedException {
        QueueWorker worker = worker(OnFailure.PASS);
        watchdog.watch(List.of(worker));
        worker.stop();
        channels.get(0).receives.release(1_000_000);
        threads.get(0).join();
        look(3 * LOOKS);
        assertThat(ends).isEmpty();
    }
}
