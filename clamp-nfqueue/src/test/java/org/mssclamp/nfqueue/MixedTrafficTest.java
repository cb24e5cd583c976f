// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.AllocatedOctets;
import org.mssclamp.Seed;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakeEntry.Fate;
import org.mssclamp.channel.FakeEntry.Verdict;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.OnFailure;
import org.mssclamp.counter.Counters;
import org.mssclamp.netlink.Errno;
import org.mssclamp.oracle.Dice;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.route.PathEvent;
import org.mssclamp.route.ReplayedRoutes;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/** Long runs of packets of every kind, each judged by the naive clamp. */
@Timeout(300)
class MixedTrafficTest {
    private static final int PACKETS = 100_000;
    private static final int PACKETS_OF_RELOADS = 40_000;
    private static final int BATCHES_OF_A_ROUND = 5_000;
    private static final int MAX_ROUNDS = 20;
    private static final int WG0 = 1;
    private static final int ETH0 = 2;
    private static final int UNKNOWN_LINK = 77;

    private final long seed = Seed.VALUE;
    private final Dice dice = new Dice(seed);
    private final PacketGenerator generator = new PacketGenerator(seed);

    private @Nullable ServedQueue opened;

    private ServedQueue open(Optional<MarkMask> mark) {
        ServedQueue queue = new ServedQueue(OnFailure.PASS, mark, seed);
        opened = queue;
        return queue;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void givesEveryPacketExactlyOneVerdictAndTheRightOne() throws BindException {
        ServedQueue queue = open(Optional.of(new MarkMask(0x8, 0xC)));
        queue.publish(
                new Policy(true, true),
                ServedQueue.rule(ServedQueue.leavingBy("eth*"), 1300, 1300),
                ServedQueue.rule(ServedQueue.leavingBy("wg0"), 536, 536));
        queue.worker.bind();
        List<FakeEntry> entries = new ArrayList<>();
        long dropped = 0;
        while (entries.size() < PACKETS) {
            List<FakeEntry> burst = new ArrayList<>();
            for (int i = dice.below(100); i >= 0; i--) {
                burst.add(queue.kernel.arrive(anyPacket()));
            }
            if (dice.oneIn(10)) {
                queue.kernel.drop(dice.oneOf(burst));
                dropped++;
            }
            if (dice.oneIn(20)) {
                queue.kernel.refuseSendsAbove(1 + dice.below(64));
            }
            if (dice.oneIn(20)) {
                queue.kernel.refuseReceives(1, Errno.ENOBUFS);
            }
            if (dice.oneIn(2)) {
                queue.serveAll();
            }
            entries.addAll(burst);
        }
        queue.serveAll();
        // A receive that the kernel refuses ends the first.
        queue.serveAll();
        entries.forEach(this::check);
        assertThat(queue.count(QueueEvent.GONE)).isEqualTo(dropped);
        assertThat(queue.count(QueueEvent.RECEIVED)).isEqualTo(entries.size());
        assertThat(queue.count(QueueEvent.UNSENT) + queue.count(QueueEvent.STRIPPED))
                .isZero();
        assertThat(Arrays.stream(Outcome.values()).mapToLong(queue::count).sum())
                .as("outcomes")
                .isEqualTo(entries.size());
        assertThat(queue.count(Outcome.FAILED)).isZero();
    }

    private FakePacket anyPacket() {
        byte[] octets = dice.oneIn(50) ? dice.octets(dice.below(200)) : generator.next();
        FakePacket packet = FakePacket.of(dice.oneIn(200) ? Arrays.copyOf(octets, 12_000) : octets)
                .between(dice.oneOf(0, WG0), dice.oneOf(0, WG0, ETH0, UNKNOWN_LINK))
                .marked(dice.oneOf(0, 0, 1, 0xFFFF_FFFF, (int) dice.bits64()));
        FakePacket shaped = dice.oneIn(100) ? packet.withoutPayload() : packet;
        FakePacket extended = dice.oneIn(5) ? shaped.withUnknownAttribute(dice.below(30)) : shaped;
        return dice.oneIn(3) ? extended.withAttributesInAnyOrder() : extended;
    }

    private void check(FakeEntry entry) {
        FakePacket packet = entry.packet();
        Verdict verdict = entry.verdict();
        assertThat(entry.fate()).isNotEqualTo(Fate.HELD);
        assertThat(verdict.mark()).as("seed %d", seed).hasValue((packet.mark() & ~0xC) | 0x8);
        Optional<byte[]> expected = expected(packet);
        boolean changes = expected.isPresent() && !Arrays.equals(expected.get(), packet.octets());
        assertThat(verdict.accepted()).as("seed %d", seed).isEqualTo(expected.isPresent());
        assertThat(verdict.payload().isPresent()).as("seed %d", seed).isEqualTo(changes);
        if (changes) {
            assertThat(verdict.payload().orElseThrow()).as("seed %d", seed).containsExactly(expected.get());
        }
    }

    /** What the naive clamp makes of it, or the packet itself where no rule is for it. */
    private static Optional<byte[]> expected(FakePacket packet) {
        boolean noPayload = packet.shape() == FakePacket.Shape.WITHOUT_PAYLOAD;
        if (noPayload || packet.octets().length == 0 || packet.octets().length > 9984) {
            return Optional.of(packet.octets());
        }
        int limit = packet.out() == ETH0 ? 1300 : packet.out() == WG0 ? 536 : 0xFFFF;
        return new ReferenceClamp(limit, false, true, true).apply(packet.octets());
    }

    @Test
    void noBatchSeesHalfOfATable() throws Exception {
        ServedQueue queue = open(Optional.empty());
        Rule[] first = {
            ServedQueue.rule(ServedQueue.leavingBy("eth0"), 1300, 1300), ServedQueue.rule(Match.ALL, 900, 900)
        };
        Rule[] second = {
            ServedQueue.rule(ServedQueue.leavingBy("eth0"), 700, 700), ServedQueue.rule(Match.ALL, 500, 500)
        };
        queue.publish(Policy.DEFAULT, first);
        queue.worker.bind();
        AtomicBoolean done = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            for (int i = 0; !done.get(); i++) {
                queue.publish(Policy.DEFAULT, i % 2 == 0 ? second : first);
            }
        });
        publisher.start();
        List<FakeEntry> entries = new ArrayList<>();
        try {
            while (entries.size() < PACKETS_OF_RELOADS) {
                for (int i = 0; i < 64; i++) {
                    byte[] syn = dice.oneIn(2) ? ServedQueue.ipv4Syn() : ServedQueue.ipv6Syn();
                    entries.add(queue.kernel.arrive(FakePacket.of(syn).between(0, dice.oneOf(WG0, ETH0))));
                }
                queue.serveAll();
            }
        } finally {
            done.set(true);
            publisher.join();
        }
        int changes = 0;
        for (int i = 0; i < entries.size(); i++) {
            FakeEntry entry = entries.get(i);
            boolean bySecond = isBy(entry, 700, 500);
            assertThat(bySecond || isBy(entry, 1300, 900)).as("seed %d", seed).isTrue();
            if (i > 0 && bySecond != isBy(entries.get(i - 1), 700, 500)) {
                changes++;
                assertThat(entry.batch())
                        .as("seed %d", seed)
                        .isNotEqualTo(entries.get(i - 1).batch());
            }
        }
        assertThat(changes).as("changes of table").isPositive();
    }

    private static boolean isBy(FakeEntry entry, int limitOfEth0, int limitOfOthers) {
        FakePacket packet = entry.packet();
        int limit = packet.out() == ETH0 ? limitOfEth0 : limitOfOthers;
        byte[] expected =
                ReferenceClamp.leavingMissing(limit).apply(packet.octets()).orElseThrow();
        return Arrays.equals(entry.verdict().payload().orElseThrow(), expected);
    }

    @Test
    void allocatesNothingForAPacket() {
        QueueWorker worker = anyBatch().worker();
        assertThat(AllocatedOctets.least(MAX_ROUNDS, () -> work(worker, BATCHES_OF_A_ROUND)))
                .as("octets for %d packets, once all is compiled, seed %d", 64 * BATCHES_OF_A_ROUND, seed)
                .isZero();
        assertThat(worker.packets().outcomes().count(Outcome.CLAMPED)).isPositive();
        worker.close();
    }

    @Test
    void allocatesNothingForAPacketWhosePathIsLookedUp() {
        ReplayedRoutes routes = new ReplayedRoutes();
        QueueWorker worker = anyBatch().worker(routes);
        // Three batches, on a clock that counts how often it is read: for the paths, and when a batch begins and ends.
        worker.paths().lifetime(9);
        assertThat(AllocatedOctets.least(MAX_ROUNDS, () -> work(worker, BATCHES_OF_A_ROUND)))
                .as("octets for %d packets, once all is compiled, seed %d", 64 * BATCHES_OF_A_ROUND, seed)
                .isZero();
        assertThat(worker.packets().outcomes().count(Outcome.CLAMPED)).isPositive();
        Counters<PathEvent> events = worker.paths().events();
        assertThat(events.count(PathEvent.PATH_ASKED)).isPositive();
        assertThat(events.count(PathEvent.PATH_CACHED)).isGreaterThan(events.count(PathEvent.PATH_ASKED));
        assertThat(events.count(PathEvent.PATH_UNANSWERED)).isZero();
        worker.close();
    }

    private ReplayedBatch anyBatch() {
        List<FakePacket> packets = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            packets.add(FakePacket.of(generator.next()).between(WG0, ETH0).marked(i));
        }
        return new ReplayedBatch(packets);
    }

    private static void work(QueueWorker worker, int batches) {
        for (int i = 0; i < batches; i++) {
            worker.doWork();
        }
    }
}
