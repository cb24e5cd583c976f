// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mssclamp.nfqueue.ServedQueue.ipv4Syn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakeEntry.Fate;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;

/** How a worker comes by its queue, notices that it lost it, and gives it up. */
@Timeout(120)
class QueueOwnershipTest {
    /** Given, so that the length is as it is written. */
    private static final int RECEIVE_BUFFER = 8 << 20;

    private final List<ServedQueue> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stopAll() throws InterruptedException {
        queues.forEach(queue -> queue.worker.stop());
        for (Thread thread : threads) {
            thread.join();
        }
        queues.forEach(ServedQueue::close);
    }

    private ServedQueue open() {
        return open(OnFailure.PASS);
    }

    private ServedQueue open(OnFailure onFailure) {
        ServedQueue queue = new ServedQueue(onFailure, Optional.empty(), 0);
        queues.add(queue);
        return queue;
    }

    private ServedQueue bound() throws BindException {
        ServedQueue queue = open();
        queue.worker.bind();
        return queue;
    }

    private ServedQueue run(ServedQueue queue) {
        Thread thread = new Thread(queue.worker, "queue-5");
        threads.add(thread);
        thread.start();
        return queue;
    }

    private static void assertClamped(FakeEntry entry) {
        assertThat(entry.verdict().payload()).isPresent();
    }

    private static BindException refusal(ServedQueue queue) {
        return catchThrowableOfType(BindException.class, queue.worker::bind);
    }

    @Test
    void asksForWhatTheSettingsSay() throws BindException {
        ServedQueue passing = bound();
        assertThat(passing.kernel.maxLength()).isEqualTo(65536);
        assertThat(passing.kernel.failsOpen()).isTrue();

        ServedQueue dropping = open(OnFailure.DROP);
        dropping.worker.bind();
        assertThat(dropping.kernel.failsOpen()).isFalse();
    }

    @Test
    void tellsATakenQueueFromAMissingPrivilege() {
        ServedQueue taken = open();
        taken.kernel.takenByAnother(true);
        BindException whyTaken = refusal(taken);
        assertThat(whyTaken.reason()).isEqualTo(BindException.Reason.TAKEN);
        assertThat(whyTaken).hasMessageContaining("queue 5").hasMessageContaining("another process");

        ServedQueue unprivileged = open();
        unprivileged.kernel.takenByAnother(true);
        unprivileged.kernel.privileged(false);
        BindException whyNot = refusal(unprivileged);
        assertThat(whyNot.reason()).isEqualTo(BindException.Reason.NOT_PERMITTED);
        assertThat(whyNot).hasMessageContaining("CAP_NET_ADMIN");
    }

    @Test
    void saysThatTheKernelHasNoQueues() {
        ServedQueue queue = open();
        queue.kernel.withoutQueues();
        BindException why = refusal(queue);
        assertThat(why.reason()).isEqualTo(BindException.Reason.NOT_SUPPORTED);
        assertThat(why).hasMessageContaining("modprobe nfnetlink_queue");
    }

    @Test
    void saysThatTheKernelDoesNotAnswer() {
        ServedQueue queue = open();
        queue.kernel.bufferMessages(0);
        assertThat(refusal(queue)).hasMessageContaining("does not answer");
    }

    @Test
    void answersPacketsThatComeBeforeTheAnswerToTheBind() throws BindException {
        ServedQueue queue = open();
        List<FakeEntry> early = new ArrayList<>();
        queue.kernel.beforeBindIsAnswered(() -> {
            for (int i = 0; i < 200; i++) {
                early.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
            }
        });
        queue.worker.bind();
        queue.serve(FakePacket.of(ipv4Syn()));
        assertThat(early).hasSize(200).allSatisfy(QueueOwnershipTest::assertClamped);
        assertThat(queue.count(QueueEvent.MISSED)).isZero();
    }

    @Test
    void bindsThoughAFullBufferLosesTheAnswer() throws BindException {
        ServedQueue queue = open();
        List<FakeEntry> early = new ArrayList<>();
        queue.kernel.bufferMessages(50);
        queue.kernel.beforeBindIsAnswered(() -> {
            for (int i = 0; i < 60; i++) {
                early.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
            }
        });
        queue.worker.bind();
        assertThat(early.subList(0, 50)).allSatisfy(QueueOwnershipTest::assertClamped);
        queue.serve(FakePacket.of(ipv4Syn()));
        assertThat(queue.count(QueueEvent.MISSED)).isEqualTo(10);
    }

    @Test
    void bindsAgainWhenAVerdictTellsThatTheQueueIsLost() throws Exception {
        ServedQueue queue = run(bound());
        FakeEntry before = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        assertThat(queue.kernel.becomes(() -> before.fate() == Fate.ANSWERED)).isTrue();
        synchronized (queue.kernel) {
            for (int i = 0; i < 100; i++) {
                queue.kernel.arrive(FakePacket.of(ipv4Syn()));
            }
            queue.kernel.loseQueue();
        }
        assertThat(queue.kernel.becomes(queue.kernel::isBound)).isTrue();
        FakeEntry after = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        assertThat(after.id()).as("ids start again").isEqualTo(1);
        assertThat(queue.kernel.becomes(() -> after.fate() == Fate.ANSWERED)).isTrue();
        assertClamped(after);
        assertThat(queue.kernel.becomes(() -> queue.count(QueueEvent.REBOUND) == 1))
                .isTrue();
        assertThat(queue.count(QueueEvent.MISSED)).isZero();
        assertThat(queue.count(QueueEvent.REFUSED_ENODEV)).isEqualTo(100);
    }

    @Test
    void countsNothingMissedWhenIdsStartAgainBeforeTheAnswerToTheBind() throws Exception {
        ServedQueue queue = bound();
        List<FakeEntry> early = new ArrayList<>();
        queue.kernel.lastId(0x9000_0000);
        queue.serve(FakePacket.of(ipv4Syn()));
        long missed = queue.count(QueueEvent.MISSED);
        queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        queue.kernel.loseQueue();
        queue.kernel.beforeBindIsAnswered(() -> {
            for (int i = 0; i < 5; i++) {
                early.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
            }
        });
        run(queue);
        assertThat(queue.kernel.becomes(queue.kernel::isBound)).isTrue();
        FakeEntry after = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        assertThat(queue.kernel.becomes(() -> after.fate() == Fate.ANSWERED)).isTrue();
        assertThat(early).hasSize(5).allSatisfy(QueueOwnershipTest::assertClamped);
        assertThat(queue.count(QueueEvent.MISSED)).isEqualTo(missed);
    }

    @Test
    void noticesWithoutTrafficThatTheQueueIsLost() throws Exception {
        ServedQueue queue = run(bound());
        queue.kernel.loseQueue();
        assertThat(queue.kernel.becomes(queue.kernel::isBound)).isTrue();
        assertThat(queue.kernel.becomes(() -> queue.count(QueueEvent.REBOUND) == 1))
                .isTrue();
    }

    @Test
    void noticesWithoutTrafficThatAnotherHasTheQueueAndWaitsForIt() throws Exception {
        ServedQueue queue = run(bound());
        synchronized (queue.kernel) {
            queue.kernel.loseQueue();
            queue.kernel.takenByAnother(true);
        }
        int binds = queue.kernel.binds();
        assertThat(queue.kernel.becomes(() -> queue.kernel.binds() > binds + 20))
                .isTrue();
        queue.kernel.takenByAnother(false);
        assertThat(queue.kernel.becomes(queue.kernel::isBound)).isTrue();
        FakeEntry after = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        assertThat(queue.kernel.becomes(() -> after.fate() == Fate.ANSWERED)).isTrue();
        assertClamped(after);
    }

    @Test
    void stopsWhileItWaitsForItsQueue() throws Exception {
        ServedQueue queue = run(bound());
        synchronized (queue.kernel) {
            queue.kernel.loseQueue();
            queue.kernel.takenByAnother(true);
        }
        int binds = queue.kernel.binds();
        assertThat(queue.kernel.becomes(() -> queue.kernel.binds() > binds + 2)).isTrue();
        queue.worker.stop();
        assertThat(queue.kernel.becomes(queue.kernel::isClosed)).isTrue();
    }

    private static QueueSettings settings(OnFailure onFailure, int maxLength) {
        return new QueueSettings(
                ServedQueue.NUMBER,
                ServedQueue.NUMBER,
                onFailure,
                maxLength,
                OptionalInt.of(RECEIVE_BUFFER),
                Optional.empty(),
                Duration.ZERO,
                List.of());
    }

    /** Ends the worker of a queue that was never run, so that it leaves the queue bound. */
    private static QueueWorker successor(ServedQueue queue, QueueSettings settings) {
        queue.worker.handOver();
        queue.worker.run();
        QueueWorker successor = queue.worker.successor(settings);
        successor.goOnBehind(queue.worker);
        return successor;
    }

    private static void work(QueueWorker worker) {
        while (worker.doWork() > 0) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70, 100})
    void takesOverWhatAPredecessorHadReceivedAndWhatStillWaits(int received) throws BindException {
        ServedQueue queue = bound();
        queue.kernel.lastId(4711);
        assertTakesOver(queue, received);
        assertThat(queue.count(QueueEvent.MISSED)).isZero();
        assertThat(queue.count(QueueEvent.GONE)).isZero();
        assertThat(queue.count(QueueEvent.REFUSED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FFF_FFD0, 0xFFFF_FFD0})
    void takesOverWhereIdsWrapAround(int lastId) throws BindException {
        for (int received : new int[] {0, 30, 70, 100}) {
            ServedQueue queue = bound();
            queue.kernel.lastId(lastId);
            assertTakesOver(queue, received);
        }
    }

    private static void assertTakesOver(ServedQueue queue, int received) throws BindException {
        QueueWorker successor = successor(queue, settings(OnFailure.HOLD, 500));
        List<FakeEntry> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
        }
        queue.kernel.forgetMessages(received);
        successor.takeOver();
        work(successor);
        assertThat(held).allSatisfy(QueueOwnershipTest::assertClamped);
        assertThat(queue.kernel.maxLength()).isEqualTo(500);
        successor.close();
    }

    @Test
    void bindsAQueueThatItsPredecessorLost() throws BindException {
        ServedQueue queue = bound();
        QueueWorker successor = successor(queue, settings(OnFailure.DROP, 500));
        queue.kernel.loseQueue();
        successor.takeOver();
        assertThat(queue.kernel.maxLength()).isEqualTo(500);
        assertThat(queue.kernel.failsOpen()).isFalse();
        successor.close();
    }

    @Test
    void refusesToTakeOverAQueueThatAnotherHas() throws BindException {
        ServedQueue queue = bound();
        QueueWorker successor = successor(queue, settings(OnFailure.HOLD, 500));
        queue.kernel.takenByAnother(true);
        BindException why = catchThrowableOfType(BindException.class, successor::takeOver);
        assertThat(why.reason()).isEqualTo(BindException.Reason.TAKEN);
        successor.close();
    }

    @Test
    void changesItsSettingsAndGoesOnCountingInFullTraffic() throws Exception {
        ServedQueue queue = run(bound());
        List<FakeEntry> entries = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            entries.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
        }
        queue.worker.handOver();
        threads.get(0).join();
        QueueWorker successor = queue.worker.successor(settings(OnFailure.PASS, 16384));
        successor.goOnBehind(queue.worker);
        for (int i = 0; i < 5000; i++) {
            entries.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
        }
        successor.configure();
        work(successor);
        assertThat(queue.kernel.maxLength()).isEqualTo(16384);
        assertThat(entries).noneMatch(entry -> entry.fate() == Fate.DROPPED || entry.fate() == Fate.HELD);
        assertThat(successor.packets().outcomes().count(Outcome.CLAMPED))
                .isEqualTo(queue.count(QueueEvent.RECEIVED))
                .isGreaterThan(4000);
        assertThat(queue.count(QueueEvent.MISSED)).isZero();
        successor.close();
    }

    @Test
    void answersAllThatIsHeldBeforeItGivesTheQueueUp() throws Exception {
        ServedQueue queue = bound();
        List<FakeEntry> held = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            held.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
        }
        queue.worker.stop();
        run(queue);
        assertThat(queue.kernel.becomes(queue.kernel::isClosed)).isTrue();
        assertThat(held).allSatisfy(QueueOwnershipTest::assertClamped);
        assertThat(queue.count(Outcome.CLAMPED)).isEqualTo(1000);
    }

    @Test
    void losesNothingWhenItStopsInFullTraffic() throws Exception {
        ServedQueue queue = run(bound());
        List<FakeEntry> atTheEnd = new ArrayList<>();
        queue.kernel.onceNothingMayWait(() -> atTheEnd.add(queue.kernel.arrive(FakePacket.of(ipv4Syn()))));
        List<FakeEntry> entries = new ArrayList<>();
        for (int i = 0; !queue.kernel.isClosed(); i++) {
            if (i == 5000) {
                queue.worker.stop();
            }
            entries.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
        }
        assertThat(entries).noneMatch(entry -> entry.fate() == Fate.DROPPED || entry.fate() == Fate.HELD);
        assertThat(atTheEnd).isNotEmpty().allMatch(entry -> entry.fate() == Fate.FAIL_OPENED);
        assertThat(entries.stream().filter(entry -> entry.fate() == Fate.ANSWERED))
                .hasSizeGreaterThan(1000)
                .allSatisfy(QueueOwnershipTest::assertClamped);
    }
}
