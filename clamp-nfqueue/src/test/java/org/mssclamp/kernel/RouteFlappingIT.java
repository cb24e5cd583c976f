// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.RuleBuilder;

/** Routes that change all the time under a load of SYNs, and so fast that events of it are lost. */
@ExtendWith(KernelTests.class)
@Timeout(120)
class RouteFlappingIT {
    private static final int CHANGES = 1_000;
    private static final int CHANGES_AT_ONCE = 10;
    private static final int PAUSE_MS = 10;
    /** In which what was heard of a change is mostly settled. */
    private static final int SETTLED_MS = 200;

    private static final int LEAST_MTU = 1300;
    private static final int MTUS = 100;
    private static final int LAST_MTU = 1288;
    private static final int BURST = 20;
    private static final int SYNS_AFTERWARDS = 100;
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LIFETIME_NS = TimeUnit.MINUTES.toNanos(1);

    private final Lab lab = new Lab();
    private final HeldRoutes routes = new HeldRoutes();
    private final RunningWorker worker = new RunningWorker(lab.gateway(), routes);
    private final SynTraffic traffic = new SynTraffic(lab, 10);

    @BeforeEach
    void clamp() {
        worker.routeLifetime(LIFETIME_NS);
        worker.publish(RuleBuilder.rule("path").action(Action.ClampToPmtu.DEFAULT));
        lab.gateway().ip(changes(0, 1));
        lab.firewall().replace(Firewall.FORWARDED_SYNS + RunningWorker.QUEUE);
    }

    @AfterEach
    void takeDown() {
        traffic.close();
        worker.assertUndisturbed();
        worker.close();
        lab.close();
    }

    /** Changes of the routes to the servers: two for each number, of IPv4 and of IPv6. */
    private static String changes(int from, int to) {
        StringBuilder commands = new StringBuilder();
        for (int number = from; number < to; number++) {
            commands.append(Link.OUT0.route("mtu " + (LEAST_MTU + number % MTUS)));
        }
        return commands.toString();
    }

    @Test
    void answersEverySynWhileRoutesFlap() throws InterruptedException {
        try (Console ip = new Console(lab.gateway(), "ip", "-batch", "-")) {
            long begin = System.nanoTime();
            Thread flapping = new Thread(() -> flap(ip), "flapping");
            flapping.start();
            while (flapping.isAlive()) {
                traffic.send(BURST);
                awaitAnswers();
                traffic.takeArrived();
            }
            flapping.join();
            System.out.printf(
                    "%d changes of routes in %d ms, and meanwhile %d SYNs%n",
                    CHANGES, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), traffic.sent());
        }
        int sentWhileFlapping = traffic.sent();
        lab.gateway().ip(Link.OUT0.route("mtu " + LAST_MTU));
        assertFollowed(LAST_MTU);
        int passed = 0;
        for (int number = 1; number <= sentWhileFlapping; number++) {
            Integer mss = traffic.arrived().get(number);
            if (mss != null) {
                int headers = headers(number);
                assertThat(mss)
                        .as("MSS of SYN %d", number)
                        .isBetween(LEAST_MTU - headers, LEAST_MTU + MTUS - 1 - headers);
                passed++;
            }
        }
        System.out.println(sentWhileFlapping - passed + " of them answered, and then discarded by the kernel");
        assertThat(passed).isGreaterThan(sentWhileFlapping / 2);
    }

    /**
     * Waits until every SYN has its verdict. Not until it arrives: the kernel discards a packet that was in the queue while the
     * route it had taken was replaced (rt_fibinfo_free and dst_dev_put), whoever serves the queue.
     */
    private void awaitAnswers() {
        while (worker.received() < traffic.sent() || held() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Packets in the queue that have no verdict yet. */
    private int held() {
        List<String> queues = lab.gateway()
                .call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue")));
        // queue_number peer_portid queue_total …
        return Integer.parseInt(queues.get(0).strip().split("\\s+", -1)[2]);
    }

    private static void flap(Console ip) {
        for (int number = 0; number < CHANGES / 2; number += CHANGES_AT_ONCE / 2) {
            ip.type(changes(number, number + CHANGES_AT_ONCE / 2));
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Test
    void keepsNoLimitOfBeforeEventsOfRoutesWereLost() throws InterruptedException {
        assertFollowsAfterLoss(changes(0, CHANGES), Link.OUT0.route("mtu " + LAST_MTU));
    }

    @Test
    void keepsNoLimitOfBeforeEventsOfLinksWereLost() throws InterruptedException {
        assertFollowsAfterLoss(
                "link set in1 mtu 1400\nlink set in1 mtu 1500\n".repeat(CHANGES), "link set in0 mtu " + LAST_MTU);
    }

    /** Has so many events that some are lost, and then the one of the change that lowers the limit. */
    private void assertFollowsAfterLoss(String manyChanges, String change) throws InterruptedException {
        do {
            routes.release();
            lab.gateway().ip("link set in0 mtu 1500");
            lab.gateway().ip(Link.OUT0.route("mtu " + LEAST_MTU));
            assertFollowed(LEAST_MTU);
            Thread.sleep(SETTLED_MS);
            routes.hold();
            assertThat(hasLimitOf(LEAST_MTU)).isTrue();
            lose(manyChanges);
            lab.gateway().ip(change);
            // If not, what was heard before settled only now: once more.
        } while (!hasLimitOf(LEAST_MTU));
        routes.release();

        assertFollowed(LAST_MTU);
    }

    private void lose(String manyChanges) {
        long before = lostEvents();
        while (lostEvents() == before) {
            lab.gateway().ip(manyChanges);
        }
    }

    /** Those that found the buffer of a netlink socket in the gateway's namespace full. */
    private long lostEvents() {
        List<String> sockets = lab.gateway().call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netlink")));
        // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
        return sockets.stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[8]))
                .sum();
    }

    private void assertFollowed(int mtu) {
        long begin = System.nanoTime();
        while (!hasLimitOf(mtu)) {
            assertThat(System.nanoTime() - begin)
                    .as("still not limited to MTU %d", mtu)
                    .isLessThan(LONGEST_NS);
        }
        System.out.printf("limited to MTU %d after %.3f ms%n", mtu, (System.nanoTime() - begin) / 1e6);
        for (int i = 0; i < SYNS_AFTERWARDS; i += BURST) {
            assertThat(hasLimitOf(mtu)).as("limited to MTU %d from now on", mtu).isTrue();
        }
    }

    private boolean hasLimitOf(int mtu) {
        int first = traffic.sent() + 1;
        traffic.send(BURST);
        boolean limited = true;
        for (int number = first; number <= traffic.sent(); number++) {
            limited &= traffic.mss(number) == mtu - headers(number);
        }
        return limited;
    }

    /** IPv4 and IPv6 are sent in turns. */
    private static int headers(int number) {
        return number % 2 == 1 ? 40 : 60;
    }
}
