// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.Seed;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.clamp.Paths;
import org.mssclamp.netlink.Errno;
import org.mssclamp.oracle.Dice;
import org.mssclamp.packet.SynBuilder;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RouteLookupsTest {
    private static final int ENETUNREACH = 101;
    private static final int WG0 = 1;
    private static final int ETH0 = 2;
    private static final RouteQuestion QUESTION = new RouteQuestion("198.18.0.1", "192.0.2.1", WG0, 0, 0, 0);
    private static final long WAIT_NS = 50_000_000;
    private static final long MILLI_NS = 1_000_000;

    private final FakeRoutes routes = new FakeRoutes();

    @AutoClose
    private final RouteLookups lookups =
            new RouteLookups(routes, KnownLinks.of(Map.of(WG0, "wg0", ETH0, "eth0"), index -> ""), routes::nowNs);

    private static String address(int number) {
        return "198.18." + (number >>> 8) + "." + (number & 0xFF);
    }

    /** The path of a packet from wg0 to the address of this number by eth0. */
    private void add(int number) {
        lookups.add(new RoutedSyn(SynBuilder.ipv4().to(address(number)), WG0, ETH0, 0).forward());
    }

    private void route(int number, int mtu) {
        routes.route(address(number), FakeRoute.by(ETH0).mtu(mtu));
    }

    private boolean fetch() {
        return lookups.fetch(routes.nowNs() + WAIT_NS);
    }

    private int mtu(int lookup) {
        return lookups.lookup(lookup).mtu();
    }

    private void assertAsked(int... questionsOfEachSend) {
        assertThat(routes.sends().stream().mapToInt(List::size))
                .containsExactly(Arrays.stream(questionsOfEachSend).boxed().toArray(Integer[]::new));
    }

    @Test
    void asksABatchInOneSendAndReadsItInOneReceive() {
        for (int i = 0; i < RouteLookups.CAPACITY; i++) {
            route(i, 1000 + i);
            add(i);
        }
        assertThat(fetch()).isTrue();
        assertAsked(RouteLookups.CAPACITY);
        assertThat(routes.receives()).isEqualTo(1);
        for (int i = 0; i < RouteLookups.CAPACITY; i++) {
            assertThat(mtu(i)).isEqualTo(1000 + i);
        }
    }

    @Test
    void readsAnswersThatComeInParts() {
        for (int i = 0; i < 20; i++) {
            route(i, 1000 + i);
            add(i);
        }
        routes.answersInAReceive(3);
        assertThat(fetch()).isTrue();
        assertThat(routes.receives()).isEqualTo(7);
        assertThat(mtu(19)).isEqualTo(1019);
    }

    @Test
    void asksOnlyThoseAgainThatWereRefused() {
        for (int i = 0; i < 10; i++) {
            route(i, 1000 + i);
            add(i);
        }
        routes.forwarded(address(3), FakeRoute.refused(Errno.EINVAL));
        routes.forwarded(address(7), FakeRoute.by(WG0));
        assertThat(fetch()).isTrue();
        assertAsked(10, 2);
        assertThat(routes.sends().get(1))
                .containsExactly(
                        new RouteQuestion(address(3), "", 0, ETH0, 0, 0),
                        new RouteQuestion(address(7), "", 0, ETH0, 0, 0));
        for (int i = 0; i < 10; i++) {
            assertThat(mtu(i)).isEqualTo(1000 + i);
        }
    }

    @Test
    void asksNoThirdTime() {
        lookups.add(new RoutedSyn(SynBuilder.ipv6()).forward());
        lookups.add(new RoutedSyn(SynBuilder.ipv4()).reverse());
        assertThat(fetch()).isTrue();
        assertAsked(2, 2);
        assertThat(mtu(0)).as("of the link").isEqualTo(1500);
        assertThat(mtu(1)).isEqualTo(Lookup.NO_ROUTE);
        assertThat(fetch()).isTrue();
        assertAsked(2, 2);
    }

    @Test
    void asksNothingIfThereIsNothingToAsk() {
        assertThat(fetch()).isTrue();
        assertAsked();
        add(1);
        lookups.clear();
        assertThat(fetch()).isTrue();
        assertAsked();
    }

    @Test
    void asksTheSameOnlyOnce() {
        for (int i = 0; i < 30; i++) {
            add(i % 3);
            lookups.add(new RoutedSyn(SynBuilder.ipv4().to(address(i % 3)).mss(1400 + i)).forward());
        }
        assertThat(lookups.count()).isEqualTo(3);
        add(0);
        fetch();
        assertThat(routes.sends().get(0)).hasSize(3);
    }

    @Test
    void holdsNoMoreThanItsCapacity() {
        for (int i = 0; i < 3 * RouteLookups.CAPACITY; i++) {
            add(i);
        }
        assertThat(lookups.count()).isEqualTo(RouteLookups.CAPACITY);
        assertThat(fetch()).isTrue();
        assertThat(routes.sends().get(0)).hasSize(RouteLookups.CAPACITY);
    }

    @Test
    void takesNoAnswerOfAnEarlierBatchForOneOfTheNext() {
        route(1, 1111);
        route(2, 1222);
        add(1);
        routes.delay(60 * MILLI_NS);
        assertThat(fetch()).isFalse();
        assertThat(lookups.lookup(0).isOpen()).isTrue();

        lookups.clear();
        add(2);
        routes.delay(0);
        routes.pass(20 * MILLI_NS);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1222);
    }

    @Test
    void takesEachAnswerForItsOwnQuestionWheneverItComes() {
        Dice dice = new Dice(Seed.VALUE);
        for (int i = 0; i < 300; i++) {
            routes.route(address(i), dice.oneIn(10) ? FakeRoute.refused(Errno.EACCES) : routeOf(i));
            routes.own(address(i), routeOf(i));
        }
        Map<Boolean, Integer> batches = new HashMap<>();
        for (int batch = 0; batch < 2000; batch++) {
            lookups.clear();
            for (int i = dice.below(20); i >= 0; i--) {
                add(dice.below(300));
            }
            routes.delay(dice.oneIn(3) ? dice.between(0, 60) * MILLI_NS : 0);
            routes.repeat(dice.oneIn(4) ? 2 : 1);
            routes.answersInAReceive(dice.between(1, 20));
            batches.merge(fetch(), 1, Integer::sum);
            for (int i = 0; i < lookups.count(); i++) {
                int expected = lookups.lookup(i).isOpen() ? Paths.UNKNOWN : expectedMtu(lookups.lookup(i));
                assertThat(mtu(i)).as(Seed.REPLAY).isEqualTo(expected);
            }
        }
        assertThat(batches.get(true)).as("complete, %s", Seed.REPLAY).isGreaterThan(100);
        assertThat(batches.get(false)).as("incomplete, %s", Seed.REPLAY).isGreaterThan(100);
    }

    private static FakeRoute routeOf(int number) {
        return FakeRoute.by(ETH0).mtu(1000 + number);
    }

    private static int expectedMtu(Lookup lookup) {
        return 1000 + (int) (lookup.query().toLow() & 0xFFFF);
    }

    @Test
    void takesARepeatedRefusalForOne() {
        route(1, 1111);
        routes.forwarded(address(1), FakeRoute.refused(Errno.EINVAL));
        add(1);
        routes.repeat(3);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1111);
        assertAsked(1, 1);
    }

    @Test
    void passesOverWhatIsNoAnswer() {
        route(1, 1111);
        byte[] request = KernelOctets.message(26, 1, 0);
        byte[] route = FakeRoute.by(WG0).mtu(999).answer(QUESTION, 0);
        List<byte[]> noAnswers = List.of(
                new byte[0],
                new byte[15],
                new byte[16],
                KernelOctets.message(16, 0, 0, new byte[16]),
                KernelOctets.message(3, 2, 0, new byte[4]),
                Arrays.copyOf(KernelOctets.error(0, request, ENETUNREACH), 35),
                sequenced(route, -1),
                sequenced(route, 1),
                sequenced(route, Integer.MAX_VALUE),
                sequenced(route, Integer.MIN_VALUE));
        noAnswers.forEach(routes::deliver);
        add(1);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1111);
        assertAsked(1);
    }

    private static byte[] sequenced(byte[] message, int sequence) {
        byte[] octets = message.clone();
        KernelOctets.host(octets).putInt(8, sequence);
        return octets;
    }

    @Test
    void takesAnAcknowledgementForNoRoute() {
        for (int i = 0; i < 12; i++) {
            route(i, 1000);
            add(i);
        }
        fetch();
        lookups.clear();
        route(20, 1111);
        add(20);
        // Read as a route, its sequence number would be the head of an attribute of 12 octets, with RTA_OIF behind.
        byte[] request = KernelOctets.message(26, 1, 12, new byte[4], KernelOctets.attribute(4, ETH0));
        routes.deliver(KernelOctets.error(0, request, 0));
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1111);
    }

    @Test
    void endsWhereverAnAnswerIsCutShort() {
        route(1, 1111);
        byte[] octets = routeOf(1).answer(QUESTION, 0);
        for (int i = 0; i <= octets.length; i++) {
            int length = i;
            routes.distort(whole -> Arrays.copyOf(whole, Math.min(length, whole.length)));
            lookups.clear();
            add(1);
            boolean complete = fetch();
            assertThat(complete).as("%d octets", length).isEqualTo(length >= 16);
            assertThat(mtu(0)).isIn(Paths.UNKNOWN, 1111, 1500);
        }
    }

    @Test
    void readsAnAnswerThatIsLongerThanItsSlot() {
        route(1, 1111);
        routes.distort(whole -> KernelOctets.joined(whole, new byte[5000]));
        add(1);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1111);
    }

    @Test
    void waitsForSlowAnswersNoLongerThanItMay() {
        route(1, 1111);
        routes.delay(49 * MILLI_NS);
        add(1);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1111);

        lookups.clear();
        add(2);
        routes.silent(true);
        long beginningNs = routes.nowNs();
        assertThat(fetch()).isFalse();
        assertThat(routes.nowNs() - beginningNs).isBetween(WAIT_NS - MILLI_NS, WAIT_NS);
    }

    @Test
    void waitsForBothRoundsNoLongerThanItMay() {
        routes.delay(30 * MILLI_NS + 1);
        add(1);
        long beginningNs = routes.nowNs();
        assertThat(fetch()).isFalse();
        assertAsked(1, 1);
        assertThat(routes.nowNs() - beginningNs).isBetween(WAIT_NS - MILLI_NS, WAIT_NS);
    }

    @Test
    void endsInAFloodOfWhatIsNoAnswer() {
        routes.flood(KernelOctets.message(16, 0, 0, new byte[16]));
        routes.receiveTakes(MILLI_NS / 10);
        add(1);
        long beginningNs = routes.nowNs();
        assertThat(fetch()).isFalse();
        assertThat(routes.nowNs() - beginningNs).isBetween(WAIT_NS - MILLI_NS, WAIT_NS);
    }

    @Test
    void goesOnAfterASendWasRefused() {
        route(1, 1111);
        routes.refuseSends(Errno.ENOBUFS);
        add(1);
        assertThat(fetch()).isFalse();
        routes.refuseSends(0);
        lookups.clear();
        add(1);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1111);
    }

    @Test
    void goesOnAfterAReceiveFailed() {
        for (int i = 0; i < 5; i++) {
            route(i, 1000 + i);
            add(i);
        }
        routes.refuseReceive(Errno.ENOBUFS);
        assertThat(fetch()).isFalse();
        lookups.clear();
        add(4);
        assertThat(fetch()).isTrue();
        assertThat(mtu(0)).isEqualTo(1004);
    }

    @Test
    void closesItsSocket() {
        try (RouteLookups closed = new RouteLookups(routes, new Links(index -> ""), routes::nowNs)) {
            assertThat(closed.count()).isZero();
        }
        assertThat(routes.isClosed()).isTrue();
    }
}
