// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.nfqueue.ServedQueue.ipv4Syn;
import static org.mssclamp.nfqueue.ServedQueue.ipv4SynOf;
import static org.mssclamp.nfqueue.ServedQueue.ipv6Syn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakeEntry.Verdict;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.netlink.Errno;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Policy;

class QueueWorkerTest {
    private static final byte[] CLAMPED_IPV4 = clamped(ipv4Syn(), ServedQueue.IPV4_LIMIT);
    private static final byte[] CLAMPED_IPV6 = clamped(ipv6Syn(), ServedQueue.IPV6_LIMIT);

    /** The data offset, 4 words, is less than the fixed header. */
    private static final byte[] MALFORMED = malformed();

    @AutoClose
    private final ServedQueue queue = ServedQueue.bound();

    QueueWorkerTest() throws BindException {}

    private static byte[] malformed() {
        byte[] packet = ipv4Syn();
        packet[32] = 0x40;
        return packet;
    }

    private static byte[] clamped(byte[] packet, int limit) {
        return ReferenceClamp.leavingMissing(limit).apply(packet).orElseThrow();
    }

    private static ServedQueue marking(int value, int mask) throws BindException {
        ServedQueue marking = new ServedQueue(Optional.of(new MarkMask(value, mask)));
        marking.worker.bind();
        return marking;
    }

    private static void assertAcceptedUnchanged(FakeEntry entry) {
        Verdict verdict = entry.verdict();
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.payload()).isEmpty();
    }

    private static void assertGivenBack(FakeEntry entry, byte[] octets) {
        Verdict verdict = entry.verdict();
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.payload().orElseThrow()).containsExactly(octets);
    }

    @Test
    void givesBackAClampedPacketWhole() {
        assertGivenBack(queue.serve(FakePacket.of(ipv4Syn()).between(1, 2).marked(7)), CLAMPED_IPV4);
        assertGivenBack(queue.serve(FakePacket.of(ipv6Syn())), CLAMPED_IPV6);
        assertThat(queue.count(Outcome.CLAMPED)).isEqualTo(2);
        assertThat(queue.count(QueueEvent.RECEIVED)).isEqualTo(2);
    }

    @Test
    void givesBackAPacketThatFillsItsSlot() {
        for (int unknown : new int[] {0, 1, 2, 3, 184, 185, 186, 187, 188}) {
            FakeEntry entry = queue.serve(FakePacket.of(ipv4SynOf(9984)).withUnknownAttribute(unknown));
            assertGivenBack(entry, clamped(ipv4SynOf(9984), ServedQueue.IPV4_LIMIT));
        }
    }

    @Test
    void acceptsWhatNoRuleMatchesWithoutGivingItBack() {
        queue.publish(Policy.DEFAULT, ServedQueue.rule(ServedQueue.leavingBy("ppp*"), 1360, 1340));
        assertAcceptedUnchanged(queue.serve(FakePacket.of(ipv4Syn()).between(1, 2)));
        assertGivenBack(queue.serve(FakePacket.of(ipv4Syn()).between(2, 3)), CLAMPED_IPV4);
        assertThat(queue.count(Outcome.NO_RULE)).isEqualTo(1);
    }

    @Test
    void acceptsMalformedPacketsUnlessToldToDropThem() {
        assertAcceptedUnchanged(queue.serve(FakePacket.of(MALFORMED)));
        queue.publish(new Policy(true, false));
        Verdict verdict = queue.serve(FakePacket.of(MALFORMED)).verdict();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.payload()).isEmpty();
        assertThat(queue.count(Outcome.DROPPED_MALFORMED)).isEqualTo(1);
    }

    @Test
    void neverGivesBackWhatTheCopyRangeCutShort() {
        assertAcceptedUnchanged(queue.serve(FakePacket.of(ipv4SynOf(9985))));
        assertAcceptedUnchanged(queue.serve(FakePacket.of(ipv4SynOf(60_000))));
        assertThat(queue.count(Outcome.TRUNCATED)).isEqualTo(2);
    }

    @Test
    void neverGivesBackWhatTheSlotCutShort() {
        int fits = 10_240 - 36 - 4 - 9984;
        List<FakeEntry> entries = new ArrayList<>();
        for (int over = 1; over <= 40; over++) {
            entries.add(queue.serve(FakePacket.of(ipv4SynOf(9984)).withUnknownAttribute(fits + 4 * over)));
        }
        entries.add(queue.serve(FakePacket.of(ipv4Syn()).withUnknownAttribute(20_000)));
        assertThat(entries).allSatisfy(QueueWorkerTest::assertAcceptedUnchanged);
    }

    @Test
    void acceptsAPacketThatMeetsADefect() {
        assertAcceptedUnchanged(queue.serve(FakePacket.of(ipv4Syn()).between(ServedQueue.CURSED_LINK, 2)));
        assertGivenBack(queue.serve(FakePacket.of(ipv4Syn())), CLAMPED_IPV4);
        assertThat(queue.count(Outcome.FAILED)).isEqualTo(1);
    }

    @Test
    void acceptsPacketsWithoutOctets() {
        assertAcceptedUnchanged(queue.serve(FakePacket.of(new byte[0])));
        assertAcceptedUnchanged(queue.serve(FakePacket.of(ipv4Syn()).withoutPayload()));
        assertAcceptedUnchanged(
                queue.serve(FakePacket.of(ipv4Syn()).withoutPayload().withAttributesInAnyOrder()));
    }

    @Test
    void countsMessagesThatNameNoPacket() {
        queue.kernel.arrive(FakePacket.of(ipv4Syn()).withoutHeader());
        FakeEntry after = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        queue.kernel.deliver(new byte[0]);
        queue.kernel.deliver(new byte[15]);
        queue.kernel.deliver(new byte[16]);
        queue.kernel.deliver(new byte[300]);
        queue.serveAll();
        assertGivenBack(after, CLAMPED_IPV4);
        assertThat(queue.count(QueueEvent.UNREADABLE)).isEqualTo(5);
    }

    @Test
    void completesAPendingChecksumWhenItChangesThePacket() {
        byte[] pending = ipv4Syn();
        pending[36] = (byte) 0xEC; // the sum of the pseudo-header
        pending[37] = 0x55;
        assertGivenBack(queue.serve(FakePacket.of(pending).withChecksumPending()), CLAMPED_IPV4);
    }

    @Test
    void setsTheMarkOnEveryVerdictAndKeepsTheOtherBits() throws BindException {
        try (ServedQueue marking = marking(0x10, 0xF0)) {
            marking.publish(new Policy(true, false), ServedQueue.rule(ServedQueue.leavingBy("eth0"), 1360, 1340));
            List<FakeEntry> entries = List.of(
                    marking.serve(FakePacket.of(ipv4Syn()).between(1, 2).marked(0xABCDEFFF)), // clamped
                    marking.serve(FakePacket.of(ipv4Syn()).between(2, 1).marked(0xABCDEFFF)), // no rule
                    marking.serve(FakePacket.of(MALFORMED).between(1, 2).marked(0xABCDEFFF)), // dropped
                    marking.serve(FakePacket.of(ipv4SynOf(20_000)).between(1, 2).marked(0xABCDEFFF)), // truncated
                    marking.serve(FakePacket.of(ipv4Syn()).withoutPayload().marked(0xABCDEFFF)),
                    marking.serve(FakePacket.of(ipv4Syn())
                            .between(ServedQueue.CURSED_LINK, 2)
                            .marked(0xABCDEFFF)));
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(entry.verdict().mark()).hasValue(0xABCDEF1F));
            assertThat(marking.serve(FakePacket.of(ipv4Syn())).verdict().mark()).hasValue(0x10);
            assertGivenBack(entries.get(0), CLAMPED_IPV4);
        }
    }

    @Test
    void leavesTheMarkAloneWhereNoneIsConfigured() {
        assertThat(queue.serve(FakePacket.of(ipv4Syn()).marked(3)).verdict().mark())
                .isEmpty();
    }

    @Test
    void readsAttributesInAnyOrder() throws BindException {
        try (ServedQueue marking = marking(1, 1)) {
            for (int i = 0; i < 500; i++) {
                FakePacket packet =
                        FakePacket.of(i % 2 == 0 ? ipv4Syn() : ipv6Syn()).marked(i);
                FakePacket any = i % 3 == 0 ? packet : packet.between(1, 2).withUnknownAttribute(i % 11);
                FakeEntry entry = marking.serve(any.withAttributesInAnyOrder());
                assertGivenBack(entry, i % 2 == 0 ? CLAMPED_IPV4 : CLAMPED_IPV6);
                assertThat(entry.verdict().mark()).hasValue(i | 1);
            }
        }
    }

    @Test
    void sendsTheVerdictsOfABatchAtOnceAndInOrder() {
        List<FakeEntry> entries = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            entries.add(queue.kernel.arrive(FakePacket.of(i % 3 == 0 ? MALFORMED : ipv6Syn())));
        }
        queue.serveAll();
        assertThat(queue.kernel.sends()).containsExactly(64, 64, 2);
        assertThat(entries).allSatisfy(entry -> assertThat(entry.verdicts()).hasSize(1));
    }

    @Test
    void countsGapsInTheIds() {
        queue.serve(FakePacket.of(ipv4Syn()));
        queue.kernel.bufferMessages(0);
        FakeEntry lost = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        queue.kernel.bufferMessages(100);
        assertThat(lost.fate()).isEqualTo(FakeEntry.Fate.FAIL_OPENED);
        queue.serve(FakePacket.of(ipv4Syn()));
        queue.serve(FakePacket.of(ipv4Syn()));
        assertThat(queue.count(QueueEvent.MISSED)).isEqualTo(2);
        assertThat(queue.count(QueueEvent.RECEIVED)).isEqualTo(3);
    }

    @Test
    void goesOnWhereIdsWrapAround() {
        queue.kernel.lastId(0x7FFF_FFFD);
        queue.serve(FakePacket.of(ipv4Syn()));
        long missed = queue.count(QueueEvent.MISSED);
        for (int i = 0; i < 6; i++) {
            assertGivenBack(queue.serve(FakePacket.of(ipv4Syn())), CLAMPED_IPV4);
        }
        queue.kernel.lastId(-4);
        queue.serve(FakePacket.of(ipv4Syn()));
        missed += 0x7FFF_FFF8L; // from 0x80000005 to 0xFFFFFFFC
        for (int i = 0; i < 6; i++) {
            assertGivenBack(queue.serve(FakePacket.of(ipv4Syn())), CLAMPED_IPV4);
        }
        assertThat(queue.count(QueueEvent.MISSED)).isEqualTo(missed);
    }

    @Test
    void countsVerdictsForPacketsThatAreGone() {
        FakeEntry gone = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        FakeEntry next = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        queue.kernel.drop(gone);
        queue.serveAll();
        FakeEntry behindTheError = queue.serve(FakePacket.of(ipv4Syn()));
        assertGivenBack(next, CLAMPED_IPV4);
        assertGivenBack(behindTheError, CLAMPED_IPV4);
        assertThat(queue.count(QueueEvent.GONE)).isEqualTo(1);
        assertThat(queue.count(QueueEvent.REFUSED)).isZero();
    }

    @Test
    void sendsInPartsWhatTheKernelDoesNotTakeAtOnce() {
        for (int vectors = 1; vectors <= 64; vectors++) {
            queue.kernel.refuseSendsAbove(vectors);
            List<FakeEntry> entries = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                entries.add(queue.kernel.arrive(FakePacket.of(ipv4Syn())));
            }
            queue.serveAll();
            assertThat(entries).allSatisfy(entry -> assertGivenBack(entry, CLAMPED_IPV4));
        }
        assertThat(queue.count(QueueEvent.STRIPPED)).isZero();
    }

    @Test
    void acceptsUnchangedWhatIsTooLargeToGiveBack() {
        queue.kernel.refuseOctetsAbove(500);
        List<FakeEntry> small = new ArrayList<>();
        List<FakeEntry> large = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            small.add(queue.kernel.arrive(FakePacket.of(ipv6Syn())));
            large.add(queue.kernel.arrive(FakePacket.of(ipv4SynOf(1500))));
        }
        queue.serveAll();
        assertThat(small).allSatisfy(entry -> assertGivenBack(entry, CLAMPED_IPV6));
        assertThat(large).allSatisfy(QueueWorkerTest::assertAcceptedUnchanged);
        assertThat(queue.count(QueueEvent.STRIPPED)).isEqualTo(20);
        assertThat(queue.count(QueueEvent.UNSENT)).isZero();
    }

    @Test
    void triesASingleVerdictAgain() {
        queue.kernel.refuseSends(5, Errno.ENOBUFS);
        assertGivenBack(queue.serve(FakePacket.of(ipv4Syn())), CLAMPED_IPV4);
        queue.kernel.refuseSends(5, Errno.ENOMEM);
        assertAcceptedUnchanged(queue.serve(FakePacket.of(MALFORMED)));
        assertThat(queue.count(QueueEvent.STRIPPED)).isZero();
        queue.kernel.refuseSends(15, Errno.ENOBUFS);
        assertAcceptedUnchanged(queue.serve(FakePacket.of(ipv4Syn())));
        assertThat(queue.count(QueueEvent.STRIPPED)).isEqualTo(1);
        assertThat(queue.count(QueueEvent.UNSENT)).isZero();
    }

    @Test
    void countsVerdictsThatCannotBeSent() {
        queue.kernel.refuseSends(21, Errno.ENOBUFS);
        FakeEntry entry = queue.serve(FakePacket.of(ipv4Syn()));
        assertThat(entry.fate()).isEqualTo(FakeEntry.Fate.HELD);
        assertThat(queue.count(QueueEvent.UNSENT)).isEqualTo(1);
        assertGivenBack(queue.serve(FakePacket.of(ipv4Syn())), CLAMPED_IPV4);
    }

    @Test
    void goesOnAfterARefusedReceive() {
        FakeEntry entry = queue.kernel.arrive(FakePacket.of(ipv4Syn()));
        queue.kernel.refuseReceives(1, Errno.ENOBUFS);
        assertThat(queue.worker.doWork()).isZero();
        queue.serveAll();
        assertGivenBack(entry, CLAMPED_IPV4);
        assertThat(queue.count(QueueEvent.RECEIVE_FAILED)).isEqualTo(1);
    }
}
