// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.mssclamp.route.PathEvent;

/** What was counted of a queue goes on when a reload gives it up, and when another takes it back. */
class LedgerTest {
    private final Ledger ledger = new Ledger();
    private final Map<QueueWorker, KernelCounts> kernel = new HashMap<>();
    private final QueueWorker stays = worker(0);
    private final QueueWorker leaves = worker(1);
    private final QueueWorker comes = worker(1);

    private static QueueWorker worker(int number) {
        return new QueueWorker(
                number,
                QueueSettings.defaultsOf(number),
                new FakeKernel(number, 0),
                new Links(index -> ""),
                KnownLinks.silentPaths());
    }

    @AfterEach
    void close() {
        List.of(stays, leaves, comes).forEach(QueueWorker::close);
    }

    private static void count(QueueWorker worker, int packets) {
        worker.events().add(QueueEvent.RECEIVED, packets);
        worker.packets().outcomes().add(Outcome.CLAMPED, packets);
        worker.packets().oddities().add(Oddity.REPEATED_MSS, packets);
        worker.paths().events().add(PathEvent.PATH_ASKED, packets);
        worker.packets().mssBefore().record(1460, packets);
    }

    private static KernelCounts said(long notReceived, long dropped) {
        return new KernelCounts(OptionalLong.of(notReceived), OptionalLong.of(dropped), OptionalLong.empty());
    }

    private List<QueueTotals> queues() {
        return ledger.queues(worker -> kernel.getOrDefault(worker, KernelCounts.UNKNOWN));
    }

    private void assertCounted(QueueTotals queue, long packets) {
        assertThat(queue.events()).containsEntry(QueueEvent.RECEIVED, packets).containsEntry(QueueEvent.GONE, 0L);
        assertThat(queue.outcomes()).containsEntry(Outcome.CLAMPED, packets).containsEntry(Outcome.FAILED, 0L);
        assertThat(queue.distributions().mssBefore().total()).isEqualTo(packets);
    }

    private void assertCountedOfAll(long packets) {
        assertThat(QueueTotals.oddities(queues())).containsEntry(Oddity.REPEATED_MSS, packets);
        assertThat(QueueTotals.paths(queues())).containsEntry(PathEvent.PATH_ASKED, packets);
    }

    @Test
    void keepsWhatAQueueCountedThatIsGivenUpAndAddsToItWhenThatIsBack() {
        ledger.follow(List.of(stays, leaves), List.of());
        count(stays, 10);
        count(leaves, 100);
        assertCountedOfAll(110);

        // It is on its way out, and counts.
        count(leaves, 5);
        ledger.follow(List.of(stays), List.of());
        assertThat(queues()).extracting(QueueTotals::number).containsExactly(0, 1);
        assertCounted(queues().get(0), 10);
        assertCounted(queues().get(1), 105);
        assertCountedOfAll(115);

        ledger.follow(List.of(stays, comes), List.of());
        count(comes, 7);
        assertCounted(queues().get(1), 112);
        assertCountedOfAll(122);
    }

    @Test
    void countsOnceWhatASuccessorGoesOnCounting() {
        ledger.follow(List.of(leaves), List.of());
        count(leaves, 3);
        ledger.follow(List.of(leaves.successor(QueueSettings.defaultsOf(1))), List.of());
        count(leaves, 4);
        assertCounted(queues().get(0), 7);
    }

    @Test
    void goesOnFromWhatTheKernelSaidOfASocketThatIsClosed() {
        ledger.follow(List.of(leaves), List.of());
        kernel.put(leaves, said(40, 2));
        assertThat(queues().get(0).kernel()).isEqualTo(said(40, 2));
        ledger.follow(List.of(), List.of());
        assertThat(queues().get(0).kernel()).isEqualTo(said(40, 2));
        ledger.follow(List.of(comes), List.of());
        kernel.put(comes, said(50, 0));
        assertThat(queues().get(0).kernel()).isEqualTo(said(90, 2));
    }

    @Test
    void goesOnWhenTheKernelCountsAnew() {
        ledger.follow(List.of(leaves), List.of());
        kernel.put(leaves, said(40, 9));
        queues();
        kernel.put(leaves, said(41, 4));
        assertThat(queues().get(0).kernel()).isEqualTo(said(41, 13));
    }

    /** A zero would be a fall, and what comes next a rise. */
    @Test
    void saysNothingWhileTheKernelSaysNothing() {
        ledger.follow(List.of(leaves), List.of());
        assertThat(queues().get(0).kernel()).isEqualTo(KernelCounts.UNKNOWN);
        kernel.put(leaves, said(40, 0));
        queues();
        kernel.clear();
        assertThat(queues().get(0).kernel()).isEqualTo(KernelCounts.UNKNOWN);
        kernel.put(leaves, said(41, 0));
        assertThat(queues().get(0).kernel()).isEqualTo(said(41, 0));
    }

    @Test
    void saysNothingOfAGoneQueueThatTheKernelNeverSpokeOf() {
        ledger.follow(List.of(leaves), List.of());
        ledger.follow(List.of(), List.of());
        assertThat(queues().get(0).kernel()).isEqualTo(KernelCounts.UNKNOWN);
    }
}
