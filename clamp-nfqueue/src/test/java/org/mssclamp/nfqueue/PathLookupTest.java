// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.netlink.Errno;
import org.mssclamp.oracle.Dice;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.route.FakeRoute;
import org.mssclamp.route.FakeRoutes;
import org.mssclamp.route.PathEvent;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;

/** Batches of packets whose rule asks for the MTU of their path. */
class PathLookupTest {
    private static final int BATCH = 64;
    private static final int WG0 = 1;
    private static final int ETH0 = 2;
    private static final long MILLI_NS = 1_000_000;

    private final FakeRoutes routes = new FakeRoutes();

    @AutoClose
    private final ServedQueue queue = new ServedQueue(routes);

    PathLookupTest() throws BindException {
        queue.worker.bind();
        publish(clampToPmtu());
        for (int i = 0; i < BATCH; i++) {
            routes.route(server(i), FakeRoute.by(ETH0).mtu(1400 - i));
            routes.route(client(i), FakeRoute.by(WG0));
        }
    }

    private void publish(RuleBuilder... rules) {
        Rule[] built = new Rule[rules.length];
        for (int i = 0; i < rules.length; i++) {
            built[i] = rules[i].build();
        }
        queue.publish(Policy.DEFAULT, built);
    }

    private static RuleBuilder clampToPmtu() {
        return rule("paths").action(ClampToPmtu.DEFAULT);
    }

    private static String server(int number) {
        return number % 2 == 0 ? "198.51.100." + number : "2001:db8:ffff::" + number;
    }

    private static String client(int number) {
        return number % 2 == 0 ? "192.0.2." + number : "2001:db8::" + number;
    }

    private static byte[] syn(int number) {
        SynBuilder packet = number % 2 == 0 ? SynBuilder.ipv4() : SynBuilder.ipv6();
        return packet.from(client(number)).to(server(number)).mss(1460).build();
    }

    private FakeEntry arrive(int number) {
        return queue.kernel.arrive(FakePacket.of(syn(number)).between(WG0, ETH0));
    }

    private List<FakeEntry> arriveAll() {
        List<FakeEntry> entries = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            entries.add(arrive(i));
        }
        return entries;
    }

    /** To the MTU of its path less the headers of its family. */
    private static void assertClamped(FakeEntry entry, int number) {
        assertClampedTo(entry, number, 1400 - number - (number % 2 == 0 ? 40 : 60));
    }

    private static void assertClampedTo(FakeEntry entry, int number, int mss) {
        byte[] expected = ReferenceClamp.leavingMissing(mss).apply(syn(number)).orElseThrow();
        assertThat(entry.verdict().payload().orElseThrow()).containsExactly(expected);
    }

    private static void assertUnchanged(FakeEntry entry) {
        assertThat(entry.verdict().accepted()).isTrue();
        assertThat(entry.verdict().payload()).isEmpty();
    }

    private long count(PathEvent event) {
        return queue.worker.paths().events().count(event);
    }

    @Test
    void looksUpAllPathsOfABatchInOneSendAndOneReceive() {
        List<FakeEntry> entries = arriveAll();
        queue.worker.doWork();
        assertThat(routes.sends()).hasSize(1);
        assertThat(routes.sends().get(0)).hasSize(2 * BATCH);
        assertThat(routes.receives()).isEqualTo(1);
        for (int i = 0; i < BATCH; i++) {
            assertClamped(entries.get(i), i);
        }
    }

    @Test
    void asksNoMoreForTheNextBatchOfTheSamePaths() {
        arriveAll();
        queue.worker.doWork();
        List<FakeEntry> next = arriveAll();
        queue.worker.doWork();
        assertThat(routes.sends()).hasSize(1);
        assertThat(count(PathEvent.PATH_CACHED)).isEqualTo(2 * BATCH);
        for (int i = 0; i < BATCH; i++) {
            assertClamped(next.get(i), i);
        }
    }

    @Test
    void asksNothingForRulesThatNeedNoPath() {
        publish(rule("fixed").setMss(1300));
        arriveAll();
        queue.worker.doWork();
        assertThat(routes.sends()).isEmpty();
        assertThat(queue.count(Outcome.CLAMPED)).isEqualTo(BATCH);
    }

    @Test
    void asksNothingForWhatIsNoSynOrHasNoRoute() {
        byte[] ack = SynBuilder.ipv4().flags(SynBuilder.ACK).build();
        queue.kernel.arrive(FakePacket.of(ack).between(WG0, ETH0));
        queue.kernel.arrive(FakePacket.of(new byte[3]).between(WG0, ETH0));
        queue.kernel.arrive(FakePacket.of(syn(0)).withoutPayload());
        queue.kernel.deliver(new byte[7]);
        FakeEntry early = queue.kernel.arrive(FakePacket.of(syn(0)).between(WG0, 0));
        queue.worker.doWork();
        assertThat(routes.sends()).isEmpty();
        assertUnchanged(early);
        assertThat(queue.count(Outcome.MTU_UNKNOWN)).isEqualTo(1);
    }

    @Test
    void letsABatchPassWithinFiftyMillisecondsIfTheKernelSaysNothing() {
        routes.silent(true);
        List<FakeEntry> entries = arriveAll();
        long beginningNs = routes.nowNs();
        queue.worker.doWork();
        assertThat(routes.nowNs() - beginningNs).isBetween(49 * MILLI_NS, 50 * MILLI_NS);
        assertThat(entries).allSatisfy(PathLookupTest::assertUnchanged);
        assertThat(queue.count(Outcome.MTU_UNKNOWN)).isEqualTo(BATCH);
        assertThat(count(PathEvent.PATH_UNANSWERED)).isEqualTo(2 * BATCH);

        entries = arriveAll();
        long nextNs = routes.nowNs();
        queue.worker.doWork();
        assertThat(routes.nowNs()).as("the next batch waits no more").isEqualTo(nextNs);
        assertThat(entries).allSatisfy(PathLookupTest::assertUnchanged);
    }

    @Test
    void clampsThosePacketsWhosePathsItKnows() {
        routes.silentAbout(server(5));
        routes.silentAbout(client(6));
        List<FakeEntry> entries = arriveAll();
        queue.worker.doWork();
        for (int i = 0; i < BATCH; i++) {
            if (i == 5 || i == 6) {
                assertUnchanged(entries.get(i));
            } else {
                assertClamped(entries.get(i), i);
            }
        }
        assertThat(queue.count(Outcome.MTU_UNKNOWN)).isEqualTo(2);
    }

    @Test
    void asksForThePathOfARuleThatMatchesOnlyOnceAnotherLoweredTheMss() {
        publish(
                rule("first").setMss(1350).continues(),
                rule("then").mss(0, 1350).action(ClampToPmtu.DEFAULT));
        List<FakeEntry> entries = arriveAll();
        queue.worker.doWork();
        for (int i = 0; i < BATCH; i++) {
            assertClampedTo(entries.get(i), i, Math.min(1350, 1400 - i - (i % 2 == 0 ? 40 : 60)));
        }
        assertThat(count(PathEvent.PATH_ASKED)).isEqualTo(2 * BATCH);
        assertThat(queue.count(Outcome.MTU_UNKNOWN)).isZero();
    }

    @Test
    void losesNoPacketToOneThatMeetsADefect() {
        List<FakeEntry> before = List.of(arrive(0), arrive(1));
        FakeEntry cursed = queue.kernel.arrive(FakePacket.of(syn(2)).between(ServedQueue.CURSED_LINK, ETH0));
        FakeEntry behind = arrive(3);
        queue.worker.doWork();
        assertUnchanged(cursed);
        assertClamped(before.get(0), 0);
        assertClamped(before.get(1), 1);
        assertClamped(behind, 3);
        assertThat(queue.count(Outcome.FAILED)).isEqualTo(1);
    }

    @Test
    void losesNoPacketToADefectOfLookUps() {
        routes.defective(true);
        List<FakeEntry> entries = arriveAll();
        queue.worker.doWork();
        assertThat(entries).allSatisfy(PathLookupTest::assertUnchanged);
        assertThat(queue.count(Outcome.FAILED)).isEqualTo(BATCH);

        routes.defective(false);
        FakeEntry next = arrive(7);
        queue.worker.doWork();
        assertClamped(next, 7);
    }

    @Test
    void clampsEachPacketToItsOwnPathOrNotAtAllHoweverTheKernelAnswers() {
        Dice dice = new Dice(Seed.VALUE);
        for (int batch = 0; batch < 1000; batch++) {
            routes.delay(dice.oneIn(3) ? dice.between(0, 60) * MILLI_NS : 0);
            routes.repeat(dice.oneIn(4) ? 2 : 1);
            routes.answersInAReceive(dice.between(1, 2 * BATCH));
            routes.refuseSends(dice.oneIn(20) ? Errno.ENOBUFS : 0);
            routes.pass(dice.between(0, 1000) * MILLI_NS);
            queue.worker.paths().lifetime(dice.between(0, 2000) * MILLI_NS);
            List<Integer> numbers = new ArrayList<>();
            List<FakeEntry> entries = new ArrayList<>();
            for (int i = dice.below(BATCH); i >= 0; i--) {
                numbers.add(dice.below(BATCH));
                entries.add(arrive(numbers.get(numbers.size() - 1)));
            }
            long beginningNs = routes.nowNs();
            queue.worker.doWork();
            assertThat(routes.nowNs() - beginningNs).as(Seed.REPLAY).isLessThanOrEqualTo(50 * MILLI_NS);
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).verdict().payload().isPresent()) {
                    assertClamped(entries.get(i), numbers.get(i));
                } else {
                    assertUnchanged(entries.get(i));
                }
            }
        }
        assertThat(queue.count(Outcome.CLAMPED)).as(Seed.REPLAY).isGreaterThan(1000);
        assertThat(queue.count(Outcome.MTU_UNKNOWN)).as(Seed.REPLAY).isGreaterThan(1000);
        assertThat(queue.count(Outcome.CLAMPED) + queue.count(Outcome.MTU_UNKNOWN))
                .as(Seed.REPLAY)
                .isEqualTo(queue.count(QueueEvent.RECEIVED));
    }

    @Test
    void closesTheSocketItAsksBy() {
        queue.close();
        assertThat(routes.isClosed()).isTrue();
    }
}
