// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.KernelCounts;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.RateSampler;
import org.mssclamp.status.RuleCount;

class StatusSourceTest {
    private static final byte[] SYN = HexFormat.of()
            .parseHex("4500002c1234400040063c61c0000201c6336402" + "9c4001bb01020304000000006002faf00efd0000"
                    + "020405b4");
    private static final Rule RULE =
            new Rule("all", Match.ALL, new Action.SetMss(1360, 1340), Mode.ENFORCE, false, MissingMss.LEAVE);
    private static final Configuration ONE_RULE =
            Configuration.of(List.of(QueueSettings.defaultsOf(5)), Policy.DEFAULT, List.of(RULE));
    private static final Load LOAD = new Load("a.yaml", "00", 1, Instant.EPOCH, Optional.empty());

    private List<QueueWorker> workers = List.of();
    private final StatusSource source = source(KernelFiles.PROC);
    private final FakeKernel kernel = new FakeKernel(5, 0);
    private final QueueWorker worker =
            new QueueWorker(5, QueueSettings.defaultsOf(5), kernel, new Links(index -> ""), KnownLinks.silentPaths());

    @AfterEach
    void close() {
        worker.close();
    }

    private StatusSource source(KernelFiles kernelFiles) {
        return new StatusSource(
                new ConfigFile(Path.of("a.yaml")),
                true,
                new RateSampler(() -> 0),
                () -> workers,
                kernelFiles,
                List::of);
    }

    private void serve(int packets) throws BindException {
        serve(source, packets);
    }

    private void serve(StatusSource asked, int packets) throws BindException {
        worker.publish(
                new SynPipeline(new RuleTable(ONE_RULE.rules()), Policy.DEFAULT, false, Paths.NONE, worker.packets()));
        kernel.beforeBindIsAnswered(() -> {
            for (int i = 0; i < packets; i++) {
                kernel.arrive(FakePacket.of(SYN));
            }
        });
        worker.bind();
        workers = List.of(worker);
        asked.inForce(LOAD, ONE_RULE);
    }

    @Test
    void hasNoQueueBeforeThereIsAConfiguration() {
        DaemonStatus status = source.get();
        assertThat(status.queues()).isEmpty();
        assertThat(status.load().generation()).isZero();
        assertThat(status.observing()).isTrue();
        assertThat(status.version()).isEqualTo(Version.CURRENT);
    }

    @Test
    void tellsWhatTheQueuesAndRulesCounted() throws BindException {
        Instant begin = Instant.now().minusSeconds(1);
        serve(3);
        DaemonStatus status = source.get();
        QueueStatus queue = status.queues().get(0);
        assertThat(status.load()).isEqualTo(LOAD);
        assertThat(queue.number()).isEqualTo(5);
        assertThat(queue.events()).containsEntry(QueueEvent.RECEIVED, 3L).containsEntry(QueueEvent.MISSED, 0L);
        assertThat(queue.outcomes()).containsEntry(Outcome.CLAMPED, 3L).hasSize(Outcome.values().length);
        assertThat(queue.distributions().mssBefore().sum()).isEqualTo(3 * 1460);
        assertThat(queue.distributions().mssAfter().sum()).isEqualTo(3 * 1360);
        assertThat(queue.distributions().serviceNs().total()).isEqualTo(3);
        assertThat(status.rules()).isEqualTo(1);
        assertThat(source.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.rule()).isEqualTo(RULE);
            assertThat(rule.text()).isEmpty();
            assertThat(rule.matched()).isEqualTo(3);
            assertThat(rule.changed()).isEqualTo(3);
            assertThat(rule.mss().medianBefore()).hasValue(1460);
            assertThat(rule.mss().medianAfter()).hasValue(1360);
            assertThat(rule.lastHit()).hasValueSatisfying(hit -> assertThat(hit).isBetween(begin, Instant.now()));
        });
        assertThat(source.totals().rules()).containsExactly(new RuleCount(RULE.name(), 3, 3));
        assertThat(source.totals().queues())
                .singleElement()
                .satisfies(totals -> assertThat(totals.outcomes()).containsEntry(Outcome.CLAMPED, 3L));
    }

    /** As where {@code /proc} is hidden; nothing is not zero. */
    @Test
    void doesNotTakeForZeroWhatTheKernelDoesNotSay() throws BindException {
        ProcFile missing = new ProcFile(Path.of("/no/such/file"));
        StatusSource blind = source(new KernelFiles(missing, missing));
        serve(blind, 1);
        QueueStatus queue = blind.get().queues().get(0);
        assertThat(queue.waiting()).isEmpty();
        assertThat(queue.bufferedOctets()).isEmpty();
        assertThat(queue.notReceived()).isEmpty();
        assertThat(queue.lost()).isZero();
        assertThat(blind.totals().queues().get(0).kernel()).isEqualTo(KernelCounts.UNKNOWN);
    }

    @Test
    void saysWhatTheKernelSaysOfTheWorkersOwnSocketAndQueue(@TempDir Path directory) throws BindException, IOException {
        Path sockets = Files.writeString(directory.resolve("netlink"), """
                sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
                0 12 4711 0 99 0 0 2 88 1
                0 12 %d 0 832 0 0 2 7 1
                """.formatted(kernel.portId()));
        Path queues = Files.writeString(
                directory.resolve("nfnetlink_queue"),
                "5 4711 1 2 65531 9 9 9 1\n5 %d 3 2 65531 4 5 6 1\n".formatted(kernel.portId()));
        StatusSource told = source(new KernelFiles(new ProcFile(sockets), new ProcFile(queues)));
        serve(told, 0);
        QueueStatus queue = told.get().queues().get(0);
        assertThat(queue.waiting()).hasValue(3);
        assertThat(queue.bufferedOctets()).hasValue(832);
        assertThat(queue.notReceived()).hasValue(7);
        assertThat(told.totals().queues().get(0).kernel())
                .isEqualTo(new KernelCounts(OptionalLong.of(7), OptionalLong.of(4), OptionalLong.of(5)));
    }

    /** Until then it is answering what it holds. */
    @Test
    void keepsInItsTotalsAWorkerThatLeavesAndOneThatHasLeft() throws BindException {
        serve(3);
        workers = List.of();
        assertThat(source.totals().rules()).containsExactly(new RuleCount(RULE.name(), 3, 3));
        assertThat(source.totals().queues().get(0).outcomes()).containsEntry(Outcome.CLAMPED, 3L);
        source.inForce(LOAD, ONE_RULE);
        assertThat(source.totals().rules()).containsExactly(new RuleCount(RULE.name(), 3, 3));
        assertThat(source.totals().queues().get(0).outcomes()).containsEntry(Outcome.CLAMPED, 3L);
        assertThat(source.get().queues()).isEmpty();
    }

    @Test
    void tellsWhetherAQueueIsBoundServedAndKept() throws BindException {
        serve(0);
        assertThat(source.get().queues().get(0))
                .returns(true, QueueStatus::bound)
                .returns(false, QueueStatus::served)
                .returns(false, QueueStatus::kept);
        worker.keep(true);
        assertThat(source.get().queues().get(0)).returns(true, QueueStatus::kept);
    }

    @Test
    void tellsOfTheWorkersThereAreNow() throws BindException {
        serve(0);
        workers = List.of();
        assertThat(source.get().queues()).isEmpty();
    }

    @Test
    void tellsThatItReloads() {
        source.reloading(true);
        assertThat(source.get().reloading()).isTrue();
        source.reloading(false);
        assertThat(source.get().reloading()).isFalse();
    }

    @Test
    void keepsWhatIsInForceWhenAReloadIsRefused() throws BindException {
        serve(0);
        Reload refused = new Reload(Instant.EPOCH.plusSeconds(1), false, "no such file");
        source.refused(refused);
        DaemonStatus status = source.get();
        assertThat(status.load().lastReload()).contains(refused);
        assertThat(status.load().lastReloadAccepted()).isFalse();
        assertThat(status.load().generation()).isEqualTo(1);
        assertThat(status.queues()).hasSize(1);
    }
}
