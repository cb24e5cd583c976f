// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.clamp.Paths;
import org.mssclamp.netlink.Errno;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Direction;

class RoutePathsTest {
    private static final long MILLI_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    /** What is done in a batch before its look-ups. */
    private static final long WORK_NS = 20_000;

    private static final int WG0 = 1;
    private static final int ETH0 = 2;
    private static final int UNKNOWN_LINK = 77;

    private static final String CLIENT = "192.0.2.1";
    private static final String SERVER = "198.51.100.2";

    private final FakeRoutes routes = new FakeRoutes();
    private final Links links = KnownLinks.of(Map.of(WG0, "wg0", ETH0, "eth0"), index -> "");
    private final RouteChanges changes = new RouteChanges();

    @AutoClose
    private final RoutePaths paths = new RoutePaths(routes, links, changes, routes::nowNs);

    private final RoutedSyn syn = new RoutedSyn(SynBuilder.ipv4().from(CLIENT).to(SERVER));

    RoutePathsTest() {
        routes.route(SERVER, FakeRoute.by(ETH0).mtu(1450));
        routes.route(CLIENT, FakeRoute.by(WG0).mtu(1390));
    }

    /** The MTU of the path as the only one of a batch, and as it was expected. */
    private int mtu(RoutedSyn packet, Direction direction) {
        paths.begin();
        packet.expectedBy(paths, direction);
        paths.fetch();
        return packet.mtu(paths, direction);
    }

    private int mtu(Direction direction) {
        return mtu(syn, direction);
    }

    private void assertCounted(long cached, long asked, long unanswered) {
        assertThat(paths.events().count(PathEvent.PATH_CACHED)).isEqualTo(cached);
        assertThat(paths.events().count(PathEvent.PATH_ASKED)).isEqualTo(asked);
        assertThat(paths.events().count(PathEvent.PATH_UNANSWERED)).isEqualTo(unanswered);
    }

    @Test
    void asksAndThenKnows() {
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
        assertCounted(0, 1, 0);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
        assertCounted(1, 1, 0);
        assertThat(routes.sends()).hasSize(1);
    }

    @Test
    void takesThePathOfEachDirectionAndTheSmallerOfBoth() {
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
        assertThat(mtu(Direction.REVERSE)).isEqualTo(1390);
        assertThat(mtu(Direction.BOTH)).isEqualTo(1390);
        assertThat(routes.sends())
                .containsExactly(
                        List.of(new RouteQuestion(SERVER, CLIENT, WG0, 0, 0, 0)),
                        List.of(new RouteQuestion(CLIENT, SERVER, ETH0, 0, 0, 0)));
        assertCounted(2, 2, 0);
    }

    @Test
    void asksForBothPathsOfAPacketAtOnce() {
        assertThat(mtu(new RoutedSyn(SynBuilder.ipv4().trafficClass(0xB9), WG0, ETH0, 7), Direction.BOTH))
                .isEqualTo(1390);
        assertThat(routes.sends())
                .containsExactly(List.of(
                        new RouteQuestion(SERVER, CLIENT, WG0, 0, 7, 0xB8),
                        new RouteQuestion(CLIENT, SERVER, ETH0, 0, 7, 0xB8)));
    }

    @Test
    void takesThePathThatExistsWhereTheOtherDoesNot() {
        routes.route(CLIENT, FakeRoute.UNREACHABLE);
        assertThat(mtu(Direction.BOTH)).isEqualTo(1450);
        assertThat(mtu(Direction.REVERSE)).isEqualTo(Paths.UNKNOWN);
    }

    @Test
    void doesNotKnowTheSmallerOfTwoPathsIfItKnowsOne() {
        routes.route(CLIENT, FakeRoute.refused(Errno.ENOMEM));
        assertThat(mtu(Direction.BOTH)).isEqualTo(Paths.UNKNOWN);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
        assertThat(mtu(Direction.REVERSE)).isEqualTo(Paths.UNKNOWN);
    }

    @Test
    void asksOnlyOnceInABatchForWhatTheKernelDoesNotSay() {
        routes.route(CLIENT, FakeRoute.refused(Errno.ENOMEM));
        routes.route(SERVER, FakeRoute.by(UNKNOWN_LINK));
        RoutedSyn byUnknownLink = new RoutedSyn(SynBuilder.ipv4(), WG0, UNKNOWN_LINK, 0);
        paths.begin();
        byUnknownLink.expectedBy(paths, Direction.BOTH);
        paths.fetch();
        for (Direction direction : Direction.values()) {
            assertThat(byUnknownLink.mtu(paths, direction)).isEqualTo(Paths.UNKNOWN);
        }
        assertThat(routes.sends()).hasSize(1);
        assertCounted(0, 2, 2);

        routes.route(SERVER, FakeRoute.by(UNKNOWN_LINK).mtu(1450));
        routes.pass(1);
        assertThat(mtu(byUnknownLink, Direction.FORWARD))
                .as("in the next batch")
                .isEqualTo(1450);
    }

    @Test
    void knowsNoPathOfAPacketThatHasNoRouteYet() {
        RoutedSyn early = new RoutedSyn(SynBuilder.ipv4(), WG0, 0, 0);
        for (Direction direction : Direction.values()) {
            assertThat(mtu(early, direction)).isEqualTo(Paths.UNKNOWN);
        }
        assertThat(routes.sends()).isEmpty();
    }

    @Test
    void asksForAPacketOfThisHostAsForItsOwn() {
        routes.address(CLIENT).forwarded(CLIENT, FakeRoute.by(ETH0).mtu(1200));
        assertThat(mtu(new RoutedSyn(SynBuilder.ipv4(), 0, ETH0, 0), Direction.BOTH))
                .isEqualTo(1200);
        assertThat(routes.sends())
                .containsExactly(List.of(
                        new RouteQuestion(SERVER, CLIENT, 0, 0, 0, 0),
                        new RouteQuestion(CLIENT, SERVER, ETH0, 0, 0, 0)));
    }

    @Test
    void asksAgainOnceAnAnswerIsASecondOld() {
        mtu(Direction.FORWARD);
        routes.route(SERVER, FakeRoute.by(ETH0).mtu(1300));
        routes.pass(SECOND_NS - 1);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
        routes.pass(1);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1300);
    }

    @Test
    void believesAnswersAsLongAsItIsTold() {
        paths.lifetime(3 * SECOND_NS);
        mtu(Direction.FORWARD);
        routes.pass(3 * SECOND_NS - 1);
        mtu(Direction.FORWARD);
        assertThat(routes.sends()).hasSize(1);
        routes.pass(1);
        mtu(Direction.FORWARD);
        assertThat(routes.sends()).hasSize(2);
    }

    @Test
    void believesAnswersForOneBatchOnlyIfItIsToldSo() {
        paths.lifetime(0);
        paths.begin();
        syn.expectedBy(paths, Direction.FORWARD);
        paths.fetch();
        routes.pass(MILLI_NS);
        for (int i = 0; i < 3; i++) {
            assertThat(syn.mtu(paths, Direction.FORWARD)).isEqualTo(1450);
        }
        assertThat(routes.sends()).hasSize(1);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
        assertThat(routes.sends()).hasSize(2);
    }

    @Test
    void asksAgainAfterAChange() {
        mtu(Direction.FORWARD);
        routes.route(SERVER, FakeRoute.by(ETH0).mtu(1300));
        changes.record();
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1300);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1300);
        assertThat(routes.sends()).hasSize(2);
    }

    @Test
    void believesNoAnswerThatAChangeMayHaveOvertaken() {
        paths.begin();
        syn.expectedBy(paths, Direction.FORWARD);
        changes.record();
        paths.fetch();
        assertThat(syn.mtu(paths, Direction.FORWARD)).isEqualTo(1450);
        mtu(Direction.FORWARD);
        assertThat(routes.sends()).as("asked before, and after the change").hasSize(2);
    }

    @Test
    void asksAloneForWhatWasNotExpected() {
        paths.begin();
        syn.expectedBy(paths, Direction.FORWARD);
        paths.fetch();
        assertThat(syn.mtu(paths, Direction.BOTH)).isEqualTo(1390);
        assertThat(routes.sends()).hasSize(2);
        assertThat(syn.mtu(paths, Direction.BOTH)).isEqualTo(1390);
        assertThat(routes.sends()).hasSize(2);
        assertCounted(0, 2, 0);
    }

    @Test
    void keepsTheBatchThoughOneOfItIsAskedAlone() {
        paths.begin();
        for (int i = 1; i <= 20; i++) {
            routes.route("198.18.0." + i, FakeRoute.by(ETH0).mtu(1000 + i));
            to(i).expectedBy(paths, Direction.FORWARD);
        }
        paths.fetch();
        for (int i = 1; i <= 20; i++) {
            assertThat(syn.mtu(paths, Direction.FORWARD)).isEqualTo(1450);
            assertThat(to(i).mtu(paths, Direction.FORWARD)).isEqualTo(1000 + i);
        }
        assertThat(routes.sends()).hasSize(2);
    }

    private static RoutedSyn to(int number) {
        return new RoutedSyn(SynBuilder.ipv4().to("198.18.0." + number));
    }

    @Test
    void knowsNothingOfASilentKernelAndAsksItAgainAfterASecond() {
        routes.silent(true);
        long beginningNs = routes.nowNs();
        paths.begin();
        syn.expectedBy(paths, Direction.BOTH);
        routes.pass(WORK_NS);
        paths.fetch();
        assertThat(syn.mtu(paths, Direction.BOTH)).isEqualTo(Paths.UNKNOWN);
        assertThat(routes.nowNs() - beginningNs).isBetween(49 * MILLI_NS, 50 * MILLI_NS);
        assertCounted(0, 2, 2);

        routes.silent(false);
        routes.pass(beginningNs + SECOND_NS - 1 - routes.nowNs());
        long quietNs = routes.nowNs();
        assertThat(mtu(Direction.BOTH)).isEqualTo(Paths.UNKNOWN);
        assertThat(routes.nowNs()).as("it waits no more").isEqualTo(quietNs);
        assertThat(routes.sends()).hasSize(1);

        routes.pass(1);
        assertThat(mtu(Direction.BOTH)).isEqualTo(1390);
        assertThat(routes.sends()).hasSize(2);
    }

    @Test
    void knowsInSilenceWhatItKnewBefore() {
        paths.lifetime(10 * SECOND_NS);
        mtu(Direction.FORWARD);
        routes.silent(true);
        assertThat(mtu(Direction.REVERSE)).isEqualTo(Paths.UNKNOWN);
        assertThat(mtu(Direction.FORWARD)).isEqualTo(1450);
    }

    @Test
    void holdsNoBatchLongerThanFiftyMillisecondsThoughManyAreNotExpected() {
        routes.silent(true);
        paths.begin();
        long beginningNs = routes.nowNs();
        for (int i = 1; i <= 64; i++) {
            to(i).expectedBy(paths, Direction.FORWARD);
        }
        paths.fetch();
        for (int i = 1; i <= 64; i++) {
            assertThat(to(i).mtu(paths, Direction.BOTH)).isEqualTo(Paths.UNKNOWN);
        }
        assertThat(routes.nowNs() - beginningNs).isBetween(49 * MILLI_NS, 50 * MILLI_NS);
        assertThat(routes.sends()).hasSize(1);
    }

    @Test
    void holdsNoBatchLongerThanFiftyMillisecondsThoughEachAnswerIsSlow() {
        routes.delay(10 * MILLI_NS);
        paths.begin();
        long beginningNs = routes.nowNs();
        for (int i = 1; i <= 64; i++) {
            routes.route("198.18.0." + i, FakeRoute.by(ETH0));
            to(i).mtu(paths, Direction.FORWARD);
        }
        assertThat(routes.nowNs() - beginningNs).isBetween(49 * MILLI_NS, 50 * MILLI_NS);
    }

    @Test
    void keepsTheAnswersThatCameBeforeTheSilence() {
        paths.begin();
        syn.expectedBy(paths, Direction.BOTH);
        routes.silentAbout(CLIENT);
        paths.fetch();
        assertThat(syn.mtu(paths, Direction.FORWARD)).isEqualTo(1450);
        assertThat(syn.mtu(paths, Direction.REVERSE)).isEqualTo(Paths.UNKNOWN);
        assertCounted(0, 2, 1);
    }

    @Test
    void doesNotWaitWhereItCannotAsk() {
        routes.refuseSends(Errno.ENOBUFS);
        long beginningNs = routes.nowNs();
        assertThat(mtu(Direction.FORWARD)).isEqualTo(Paths.UNKNOWN);
        assertThat(routes.nowNs()).isEqualTo(beginningNs);
        assertCounted(0, 1, 1);
    }

    @Test
    void remembersThatThereIsNoPath() {
        routes.route(CLIENT, FakeRoute.UNREACHABLE);
        assertThat(mtu(Direction.REVERSE)).isEqualTo(Paths.UNKNOWN);
        assertThat(mtu(Direction.REVERSE)).isEqualTo(Paths.UNKNOWN);
        assertCounted(1, 1, 0);
        assertThat(routes.sends()).as("as routed, as own").hasSize(2);
    }
}
