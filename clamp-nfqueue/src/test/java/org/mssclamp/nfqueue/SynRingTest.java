// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.Seed;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.FormatException;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.route.FakeRoute;
import org.mssclamp.route.FakeRoutes;
import org.mssclamp.route.MtuOrigin;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Policy;
import org.mssclamp.trace.TracedSyn;

class SynRingTest {
    private static final int WG0 = 1;
    private static final int ETH0 = 2;
    private static final SynFilter ALL = new SynFilter(List.of(), List.of(), OptionalInt.empty());

    private final FakeRoutes routes = new FakeRoutes();

    @AutoClose
    private final ServedQueue queue = new ServedQueue(routes);

    SynRingTest() throws BindException {
        queue.worker.bind();
    }

    private SynRing ring(SynFilter filter, int room) {
        SynRing ring = new SynRing(ServedQueue.NUMBER, filter, room);
        queue.worker.trace(ring);
        return ring;
    }

    private static List<TracedSyn> takeAll(SynRing ring) {
        List<TracedSyn> all = new ArrayList<>();
        for (Optional<RecordedSyn> next = ring.take(); next.isPresent(); next = ring.take()) {
            all.add(TracedSyn.of(next.get(), Instant.EPOCH));
        }
        return all;
    }

    @Test
    void keepsASynAsItCameAndAsItLeft() {
        SynRing ring = ring(ALL, 4);
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).between(WG0, ETH0).marked(7));
        assertThat(takeAll(ring)).singleElement().satisfies(traced -> {
            assertThat(traced.queueNumber()).isEqualTo(ServedQueue.NUMBER);
            assertThat(traced.options()).hasToString("[mss 1460]");
            assertThat(traced.outcome()).isEqualTo(Outcome.CLAMPED);
            assertThat(traced.checksumBefore()).isEqualTo(0x0efd);
            assertThat(traced.checksumAfter()).isEqualTo(0x0f61);
            assertThat(traced.reply().explanation().mssAfter()).containsExactly(ServedQueue.IPV4_LIMIT);
            assertThat(traced.syn().from()).isEqualTo("192.0.2.1");
            assertThat(traced.syn().to()).isEqualTo("198.51.100.2");
            assertThat(traced.syn().in()).isEqualTo("wg0");
            assertThat(traced.syn().out()).isEqualTo("eth0");
            assertThat(traced.syn().mark()).isEqualTo(7);
            assertThat(traced.faithful()).isTrue();
        });
    }

    @Test
    void explainsWhatTheWorkerDidToEveryKindOfPacket() {
        PacketGenerator generator = new PacketGenerator(Seed.VALUE);
        queue.publish(
                new Policy(true, false),
                rule("looks").out("wg*").observe().continues().build(),
                rule("adds").setMss(1300).adds().build());
        SynRing ring = ring(ALL, 64);
        long syns = 0;
        for (int i = 0; i < 20_000; i++) {
            FakePacket packet = FakePacket.of(generator.next()).between(WG0, i % 2 == 0 ? ETH0 : WG0);
            FakeEntry entry = queue.serve(i % 7 == 0 ? packet.withChecksumPending() : packet);
            List<TracedSyn> traced = takeAll(ring);
            syns += traced.size();
            assertThat(traced).as(Seed.REPLAY).hasSizeLessThanOrEqualTo(1).allMatch(TracedSyn::faithful);
            assertThat(entry.verdict().payload().isPresent() && traced.isEmpty())
                    .as("what is changed is traced, %s", Seed.REPLAY)
                    .isFalse();
        }
        assertThat(syns).isGreaterThan(5000);
        assertThat(ring.missed()).isZero();
    }

    @Test
    void keepsWhatTheWorkerWasToldOfPaths() {
        queue.publish(Policy.DEFAULT, rule("paths").action(ClampToPmtu.DEFAULT).build());
        routes.route("198.51.100.2", FakeRoute.by(ETH0).mtu(1300));
        routes.route("192.0.2.1", FakeRoute.by(WG0).mtu(1250));
        SynRing ring = ring(ALL, 4);
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).between(WG0, ETH0));
        assertThat(takeAll(ring)).singleElement().satisfies(traced -> {
            assertThat(traced.faithful()).isTrue();
            assertThat(traced.reply().explanation().mssAfter()).containsExactly(1210);
            assertThat(traced.reply().paths())
                    .allMatch(path -> path.origin() == MtuOrigin.WORKER)
                    .map(path -> path.mtu().orElseThrow())
                    .containsExactly(1300, 1250);
        });
    }

    @Test
    void takesOnlyWhatTheFilterLetsPass() throws FormatException {
        SynRing from =
                ring(new SynFilter(List.of(Addresses.prefix("192.0.2.0/24")), List.of(), OptionalInt.empty()), 64);
        SynRing to =
                ring(new SynFilter(List.of(), List.of(Addresses.prefix("!198.51.100.2")), OptionalInt.empty()), 64);
        SynRing server = ring(new SynFilter(List.of(), List.of(), OptionalInt.of(443)), 64);
        SynRing client = ring(new SynFilter(List.of(), List.of(), OptionalInt.of(40_000)), 64);
        SynRing nobody = ring(new SynFilter(List.of(), List.of(), OptionalInt.of(1)), 64);
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        queue.serve(FakePacket.of(ServedQueue.ipv6Syn()));
        queue.serve(FakePacket.of(SynBuilder.ipv4().protocol(17).build()));
        assertThat(takeAll(from)).hasSize(1);
        assertThat(takeAll(to))
                .singleElement()
                .returns("2001:db8::1", traced -> traced.syn().from());
        assertThat(takeAll(server)).hasSize(2);
        assertThat(takeAll(client)).hasSize(2);
        assertThat(takeAll(nobody)).isEmpty();
    }

    /** What comes behind those is no work for the worker, and no miss. */
    @Test
    void keepsTheNextFewAndNoMore() {
        SynRing ring = SynRing.ofNext(ServedQueue.NUMBER, 4);
        queue.worker.trace(ring);
        for (int i = 0; i < 10; i++) {
            assertThat(ring.isClosed()).isEqualTo(i >= 4);
            queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).marked(i));
        }
        assertThat(takeAll(ring)).map(traced -> traced.syn().mark()).containsExactly(0, 1, 2, 3);
        assertThat(ring.missed()).isZero();
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        assertThat(takeAll(ring)).isEmpty();
    }

    @Test
    void countsWhatItHasNoRoomForAndGoesOnWhenItHas() {
        SynRing ring = ring(ALL, 4);
        for (int i = 0; i < 10; i++) {
            queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).marked(i));
        }
        assertThat(ring.missed()).isEqualTo(6);
        assertThat(takeAll(ring)).map(traced -> traced.syn().mark()).containsExactly(0, 1, 2, 3);
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).marked(11));
        assertThat(takeAll(ring)).map(traced -> traced.syn().mark()).containsExactly(11);
        assertThat(ring.missed()).isEqualTo(6);
        assertThat(queue.count(Outcome.CLAMPED)).isEqualTo(11);
    }

    @Test
    void keepsTheBeginningOfALongPacket() {
        SynRing ring = ring(ALL, 4);
        queue.serve(FakePacket.of(ServedQueue.ipv4SynOf(9984)));
        queue.serve(FakePacket.of(ServedQueue.ipv4SynOf(9985)));
        List<TracedSyn> traced = takeAll(ring);
        assertThat(traced).hasSize(2).allMatch(TracedSyn::faithful);
        assertThat(traced).map(TracedSyn::outcome).containsExactly(Outcome.CLAMPED, Outcome.TRUNCATED);
    }

    @Test
    void keepsHeadersWholeOrCountsThePacketAsMissed() {
        queue.publish(Policy.DEFAULT, rule("adds").setMss(1300).adds().build());
        SynRing ring = ring(ALL, 16);
        for (int octets = 392; octets <= 520; octets += 8) {
            String units = String.format("%02x", octets / 8 - 1);
            byte[] syn = SynBuilder.ipv6()
                    .extension(0, "00" + units + "00".repeat(octets - 2))
                    .option("01010101")
                    .build();
            queue.serve(FakePacket.of(syn));
        }
        assertThat(ring.missed()).isPositive();
        assertThat(takeAll(ring)).hasSizeGreaterThan(5).allMatch(TracedSyn::faithful);
    }

    @Test
    void isLetGoOfOnceClosed() {
        SynRing ring = ring(ALL, 4);
        ring.close();
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        assertThat(takeAll(ring)).isEmpty();
    }

    @Test
    @Timeout(60)
    void isForgottenOnceClosedThoughNoPacketComes() {
        WeakReference<SynRing> closed = new WeakReference<>(closedRing());
        ring(ALL, 4);
        while (closed.get() != null) {
            System.gc();
        }
        assertThat(closed.get()).isNull();
    }

    private SynRing closedRing() {
        SynRing ring = ring(ALL, 4);
        ring.close();
        return ring;
    }

    @Test
    void isFedOnceByAWorkerThatIsToldTwice() {
        SynRing ring = ring(ALL, 4);
        queue.worker.trace(ring);
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
        assertThat(takeAll(ring)).hasSize(1);
    }

    @Test
    @Timeout(60)
    void losesNothingBetweenTwoThreadsButWhatItCounts() throws InterruptedException {
        int packets = 50_000;
        SynRing ring = ring(ALL, 8);
        List<Integer> marks = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            boolean last;
            do {
                last = done.get();
                for (Optional<RecordedSyn> next = ring.take(); next.isPresent(); next = ring.take()) {
                    marks.add(next.get().mark());
                }
            } while (!last);
        });
        reader.start();
        for (int i = 0; i < packets; i++) {
            queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).marked(i));
        }
        done.set(true);
        reader.join();
        assertThat(marks).isSorted().doesNotHaveDuplicates().hasSize((int) (packets - ring.missed()));
        assertThat(queue.count(Outcome.CLAMPED)).isEqualTo(packets);
    }
}
