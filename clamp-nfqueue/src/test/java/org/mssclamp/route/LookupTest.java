// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.clamp.Paths;
import org.mssclamp.netlink.Errno;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Interface;

class LookupTest {
    private static final int ENETUNREACH = 101;
    private static final int EHOSTUNREACH = 113;

    private static final int MPLS = 1;

    private static final int LO = 1;
    private static final int ETH0 = 2;
    private static final int WG0 = 3;
    private static final int UNKNOWN_LINK = 77;

    private final Links links = new Links(index -> "");
    private final Lookup lookup = new Lookup();

    LookupTest() {
        links.replace(List.of(
                new Link(new Interface(LO, "lo"), 65536, 65536),
                new Link(new Interface(ETH0, "eth0"), 1500, 1280),
                new Link(new Interface(WG0, "wg0"), 1420, 1420)));
    }

    /** Asks for the path of a packet from wg0 to eth0. */
    private void askForward(Family family) {
        lookup.begin(new RoutedSyn(SynBuilder.of(family), WG0, ETH0, 0).forward());
    }

    private void askReverse(Family family) {
        lookup.begin(new RoutedSyn(SynBuilder.of(family), WG0, ETH0, 0).reverse());
    }

    private void take(FakeRoute route) {
        String to = lookup.query().family() == Family.IPV4 ? "192.0.2.1" : "2001:db8::1";
        byte[] octets = route.answer(new RouteQuestion(to, "", 0, 0, 0, 0), 1);
        RouteReply reply = new RouteReply();
        assertThat(reply.wrap(Unpooled.wrappedBuffer(octets), 0, octets.length)).isTrue();
        lookup.takeRoute(reply, links);
    }

    private void assertAnswered(int mtu, MtuOrigin origin) {
        assertThat(lookup.isOpen()).isFalse();
        assertThat(lookup.mtu()).isEqualTo(mtu);
        assertThat(lookup.origin()).isEqualTo(origin);
    }

    private void assertAsksAsOwn() {
        assertThat(lookup.isOpen()).isTrue();
        assertThat(lookup.isAsOwn()).isTrue();
        assertThat(lookup.mtu()).isEqualTo(Paths.UNKNOWN);
    }

    @Test
    void takesTheMtuOfTheLink() {
        askForward(Family.IPV4);
        assertThat(lookup.isAsOwn()).isFalse();
        take(FakeRoute.by(ETH0));
        assertAnswered(1500, MtuOrigin.LINK);
        assertThat(lookup.out()).isEqualTo(ETH0);
    }

    @Test
    void takesTheMtuOfTheLinkForIpv6() {
        askForward(Family.IPV6);
        take(FakeRoute.by(ETH0));
        assertAnswered(1280, MtuOrigin.LINK);
    }

    @Test
    void takesTheMtuOfTheRouteThoughThatOfTheLinkIsSmaller() {
        askForward(Family.IPV6);
        take(FakeRoute.by(ETH0).mtu(1400));
        assertAnswered(1400, MtuOrigin.ROUTE);
        askForward(Family.IPV4);
        take(FakeRoute.by(ETH0).locked(9000));
        assertAnswered(9000, MtuOrigin.ROUTE);
    }

    @Test
    void tellsAnMtuThatWasLearnedFromOneThatWasSet() {
        askForward(Family.IPV4);
        take(FakeRoute.by(ETH0).learned(1200));
        assertAnswered(1200, MtuOrigin.EXCEPTION);
        askForward(Family.IPV6);
        take(FakeRoute.by(ETH0).mtu(1400).expiring());
        assertAnswered(1400, MtuOrigin.ROUTE);
    }

    @Test
    void capsAnIpv4PathAtTheLargestPacket() {
        askReverse(Family.IPV4);
        take(FakeRoute.by(LO));
        assertAnswered(65535, MtuOrigin.LINK);
        askReverse(Family.IPV4);
        take(FakeRoute.by(LO).mtu(70_000));
        assertAnswered(65535, MtuOrigin.ROUTE);
        askReverse(Family.IPV6);
        take(FakeRoute.by(LO));
        assertAnswered(65536, MtuOrigin.LINK);
    }

    @Test
    void takesOffWhatTheRoutePutsBeforeAPacket() {
        byte[] twoLabels = KernelOctets.attribute(1, new byte[8]);
        askForward(Family.IPV4);
        take(FakeRoute.by(ETH0).encapsulated(MPLS, twoLabels));
        assertAnswered(1492, MtuOrigin.LINK);
        assertThat(lookup.headroom()).isEqualTo(8);
        askForward(Family.IPV4);
        take(FakeRoute.by(ETH0).mtu(1400).encapsulated(MPLS, twoLabels));
        assertAnswered(1392, MtuOrigin.ROUTE);
    }

    @Test
    void ignoresAHeadroomThatLeavesNoRoom() {
        askForward(Family.IPV4);
        take(FakeRoute.by(ETH0).encapsulated(MPLS, KernelOctets.attribute(1, new byte[1500])));
        assertAnswered(1500, MtuOrigin.LINK);
        assertThat(lookup.headroom()).isZero();
        askForward(Family.IPV4);
        take(FakeRoute.by(ETH0).encapsulated(MPLS, KernelOctets.attribute(1, new byte[1499])));
        assertAnswered(1, MtuOrigin.LINK);
    }

    @Test
    void doesNotKnowTheMtuOfALinkThatIsTooNew() {
        askReverse(Family.IPV4);
        take(FakeRoute.by(UNKNOWN_LINK).encapsulated(MPLS, KernelOctets.attribute(1, new byte[8])));
        assertThat(lookup.isOpen()).isFalse();
        assertThat(lookup.mtu()).isEqualTo(Paths.UNKNOWN);
        askReverse(Family.IPV4);
        take(FakeRoute.by(UNKNOWN_LINK).mtu(1400));
        assertAnswered(1400, MtuOrigin.ROUTE);
    }

    @Test
    void asksAsOwnWhereTheRouteLeadsElsewhere() {
        askForward(Family.IPV4);
        take(FakeRoute.by(WG0));
        assertAsksAsOwn();
        take(FakeRoute.by(ETH0).mtu(1400));
        assertAnswered(1400, MtuOrigin.ROUTE);
        assertThat(lookup.isAsOwn()).isTrue();
    }

    @Test
    void takesARouteAsOwnWhereverItLeads() {
        askForward(Family.IPV4);
        take(FakeRoute.by(WG0));
        take(FakeRoute.by(WG0));
        assertAnswered(1420, MtuOrigin.LINK);
        assertThat(lookup.out()).isEqualTo(WG0);
    }

    @Test
    void takesThePathBackWhereverItLeads() {
        askReverse(Family.IPV4);
        take(FakeRoute.by(LO));
        assertAnswered(65535, MtuOrigin.LINK);
        assertThat(lookup.isAsOwn()).isFalse();
    }

    @Test
    void asksAsOwnWhereThePacketWouldNotHaveBeenRouted() {
        for (int errno : new int[] {Errno.EINVAL, Errno.EACCES, Errno.ENODEV, ENETUNREACH, EHOSTUNREACH}) {
            askForward(Family.IPV6);
            lookup.takeError(errno, links);
            assertAsksAsOwn();
            take(FakeRoute.by(ETH0));
            assertAnswered(1280, MtuOrigin.LINK);
        }
    }

    @Test
    void takesTheMtuOfTheLinkByWhichThePacketLeavesThoughNoRouteLeadsThere() {
        askForward(Family.IPV6);
        lookup.takeError(ENETUNREACH, links);
        lookup.takeError(ENETUNREACH, links);
        assertAnswered(1280, MtuOrigin.LINK);
        assertThat(lookup.out()).isEqualTo(ETH0);
    }

    @Test
    void knowsNothingOfALinkThatIsTooNewAndHasNoRoute() {
        lookup.begin(new RoutedSyn(SynBuilder.ipv4(), WG0, UNKNOWN_LINK, 0).forward());
        lookup.takeError(ENETUNREACH, links);
        lookup.takeError(ENETUNREACH, links);
        assertThat(lookup.isOpen()).isFalse();
        assertThat(lookup.mtu()).isEqualTo(Paths.UNKNOWN);
    }

    @Test
    void hasNoLimitWhereNothingLeadsBack() {
        askReverse(Family.IPV4);
        lookup.takeError(ENETUNREACH, links);
        assertAsksAsOwn();
        lookup.takeError(ENETUNREACH, links);
        assertAnswered(Lookup.NO_ROUTE, MtuOrigin.NO_ROUTE);
        assertThat(lookup.out()).isZero();
    }

    @Test
    void knowsNothingWhereTheKernelLacksMemory() {
        for (int errno : new int[] {Errno.ENOMEM, Errno.ENOBUFS, Errno.EAGAIN}) {
            askForward(Family.IPV4);
            lookup.takeError(errno, links);
            assertAnswered(Paths.UNKNOWN, MtuOrigin.UNKNOWN);
            askForward(Family.IPV4);
            take(FakeRoute.by(WG0));
            lookup.takeError(errno, links);
            assertAnswered(Paths.UNKNOWN, MtuOrigin.UNKNOWN);
        }
    }

    @Test
    void forgetsThePathBefore() {
        askForward(Family.IPV4);
        take(FakeRoute.by(WG0));
        take(FakeRoute.by(ETH0).mtu(1400).encapsulated(MPLS, KernelOctets.attribute(1, new byte[8])));
        askReverse(Family.IPV6);
        assertThat(lookup.isOpen()).isTrue();
        assertThat(lookup.isAsOwn()).isFalse();
        assertThat(lookup.mtu()).isEqualTo(Paths.UNKNOWN);
        assertThat(lookup.origin()).isEqualTo(MtuOrigin.UNKNOWN);
        assertThat(lookup.out()).isZero();
        assertThat(lookup.headroom()).isZero();
        assertThat(lookup.query().family()).isEqualTo(Family.IPV6);
    }
}
