// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.RuleBuilder;

/**
 * Changes of links, routes and rules: how soon SYNs get the new limit.
 *
 * <p>The delays are printed; what is asserted allows for a machine that is busy. What was looked up is believed for so long
 * that only an event can have ended it.
 */
@ExtendWith(KernelTests.class)
@Timeout(120)
class PathChangeIT {
    private static final int CHANGES = 20;
    private static final int LOWER = 1300;
    private static final int HIGHER = 1400;
    private static final int PAIRS_AFTERWARDS = 10;
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LONG_LIFETIME_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORT_LIFETIME_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Lab lab = new Lab();
    private final RunningWorker worker = new RunningWorker(lab.gateway());
    /** Of one client in each family, so that its path is known but for the first SYN. */
    private final SynTraffic traffic = new SynTraffic(lab, 1);

    private final Console ip = new Console(lab.gateway(), "ip", "-batch", "-");
    private final Console ipv4 = new Console(lab.gateway(), "ip", "-4", "-batch", "-");
    private final Console ipv6 = new Console(lab.gateway(), "ip", "-6", "-batch", "-");
    private final Console shell = new Console(lab.gateway(), "sh");

    /** Brings about that the path of the traffic carries so many octets. */
    private interface Change {
        void to(int mtu);
    }

    @BeforeEach
    void clamp() {
        worker.routeLifetime(LONG_LIFETIME_NS);
        worker.publish(RuleBuilder.rule("path").action(Action.ClampToPmtu.DEFAULT));
        lab.firewall().replace(Firewall.FORWARDED_SYNS + RunningWorker.QUEUE);
    }

    @AfterEach
    void takeDown() {
        shell.close();
        ipv6.close();
        ipv4.close();
        ip.close();
        traffic.close();
        worker.assertUndisturbed();
        worker.close();
        lab.close();
    }

    @Test
    void followsTheMtuOfALink() {
        follow("MTU of a link", mtu -> ip.type("link set in0 mtu " + mtu));
    }

    /** As programs do that know no netlink. */
    @Test
    void followsTheMtuOfALinkThatIsWrittenToAFile() {
        follow("MTU of a link, by sysfs", mtu -> shell.type("echo " + mtu + " > /sys/class/net/in0/mtu"));
    }

    @Test
    void followsTheMtuOfARoute() {
        follow("MTU of a route", mtu -> ip.type(Link.OUT0.route("mtu " + mtu)));
    }

    @Test
    void followsALongerPrefixThatComesAndGoes() {
        lab.gateway().ip(Link.OUT0.route("mtu " + HIGHER));
        follow("longer prefix", mtu -> {
            String verb = mtu == LOWER ? "add" : "del";
            ip.type("route %s 198.51.100.0/25 via %s mtu %d".formatted(verb, Link.OUT0.hostIpv4(), LOWER));
            ip.type("route %s 2001:db8:c::/64 via %s mtu %d".formatted(verb, Link.OUT0.hostIpv6(), LOWER));
        });
    }

    @Test
    void followsARuleThatComesAndGoes() {
        lab.gateway().ip(Link.OUT0.route("mtu " + HIGHER));
        lab.gateway().ip(Link.OUT0.route("table 100 mtu " + LOWER));
        follow("rule", mtu -> {
            String verb = mtu == LOWER ? "add" : "del";
            ipv4.type("rule " + verb + " priority 100 lookup 100");
            ipv6.type("rule " + verb + " priority 100 lookup 100");
        });
    }

    @Test
    void followsANexthopObject() {
        lab.gateway().ip("link set out0 mtu %d\nlink set out1 mtu %d".formatted(HIGHER, LOWER));
        lab.gateway().ip("""
                nexthop add id 1 via 10.0.3.2 dev out0
                nexthop add id 2 via fd00:3::2 dev out0
                route replace 198.51.100.0/24 nhid 1
                route del 2001:db8:c::/48
                route add 2001:db8:c::/48 nhid 2
                """);
        follow("nexthop object", mtu -> {
            Link link = mtu == LOWER ? Link.OUT1 : Link.OUT0;
            ip.type("nexthop replace id 1 via %s dev %s".formatted(link.hostIpv4(), link.gatewayInterface()));
            ip.type("nexthop replace id 2 via %s dev %s".formatted(link.hostIpv6(), link.gatewayInterface()));
        });
    }

    /** As the tunnel of a VPN is that connects anew: the way back to the clients. */
    @Test
    void followsALinkThatIsMadeAnew() {
        makeTunnel(HIGHER);
        follow("link made anew", mtu -> {
            ip.type("link del tunnel0");
            makeTunnel(mtu);
        });
    }

    private void makeTunnel(int mtu) {
        ip.type("""
                link add tunnel0 mtu %d type veth peer name tunnel1
                link set tunnel1 up
                link set tunnel0 up
                route replace 192.0.2.0/24 dev tunnel0
                route add 2001:db8:a::/48 dev tunnel0 metric 1
                """.formatted(mtu));
    }

    /** Brings the limit down and up again, many times, and prints how long each took. */
    private void follow(String what, Change change) {
        long[] delays = new long[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            int mtu = i % 2 == 0 ? LOWER : HIGHER;
            delays[i] = delay(mtu, () -> change.to(mtu));
        }
        print(what, delays);
    }

    @Test
    void followsALearnedExceptionWithinTheLifetime() throws UnknownHostException {
        worker.routeLifetime(SHORT_LIFETIME_NS);
        InetAddress serverIpv4 = InetAddress.getByName(SynTraffic.SERVER_IPV4);
        InetAddress serverIpv6 = InetAddress.getByName(SynTraffic.SERVER_IPV6);
        PathReports reports = new PathReports(lab);
        long[] delays = new long[10];
        for (int i = 0; i < delays.length; i++) {
            int mtu = HIGHER - i;
            delays[i] = delay(mtu, () -> reports.send(Map.of(serverIpv4, mtu, serverIpv6, mtu)));
        }
        print("learned exception, lifetime " + TimeUnit.NANOSECONDS.toMillis(SHORT_LIFETIME_NS) + " ms", delays);
    }

    /** From before the change to the first SYNs of both families, sent one pair after the other, that get the limit. */
    private long delay(int mtu, Runnable change) {
        long begin = System.nanoTime();
        change.run();
        while (!hasLimitOf(mtu)) {
            assertThat(System.nanoTime() - begin)
                    .as("still not limited to MTU %d", mtu)
                    .isLessThan(LONGEST_NS);
        }
        long delay = System.nanoTime() - begin;
        for (int i = 0; i < PAIRS_AFTERWARDS; i++) {
            assertThat(hasLimitOf(mtu)).as("limited to MTU %d from now on", mtu).isTrue();
        }
        return delay;
    }

    private boolean hasLimitOf(int mtu) {
        traffic.send(2);
        int ipv4 = traffic.sent() - 1;
        int ipv6 = traffic.sent();
        return traffic.arrives(ipv4)
                && traffic.arrives(ipv6)
                && traffic.mss(ipv4) == mtu - 40
                && traffic.mss(ipv6) == mtu - 60;
    }

    private static void print(String what, long... delaysNs) {
        long[] sorted = delaysNs.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-40s median %8.3f ms, longest %8.3f ms of %d%n",
                what, sorted[sorted.length / 2] / 1e6, sorted[sorted.length - 1] / 1e6, sorted.length);
    }
}
