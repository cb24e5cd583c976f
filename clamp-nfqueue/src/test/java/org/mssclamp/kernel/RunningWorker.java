// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.libc.InterfaceIndex;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.RouteFollower;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.route.RouteSockets;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;

/** A worker as the daemon has it, serving {@link #QUEUE} in a namespace on a thread of its own. */
public final class RunningWorker implements AutoCloseable {
    /** For iptables rules. */
    public static final String QUEUE = "-j NFQUEUE --queue-num 0";

    private static final int RECEIVE_BUFFER_OCTETS = 32 << 20;

    private final QueueWorker worker;
    private final RouteFollower follower;
    private final Thread thread;

    public RunningWorker(Namespace namespace) {
        this(namespace, NetlinkSocket::forRoutes);
    }

    /** With other sockets for links and routes than the daemon's. */
    RunningWorker(Namespace namespace, RouteSockets routeSockets) {
        NetlinkSocket socket = namespace.call(NetlinkSocket::forQueue);
        socket.configure(RECEIVE_BUFFER_OCTETS, Duration.ZERO);
        Routes routes = new Routes(routeSockets, InterfaceIndex::name);
        follower = namespace.call(routes::follow);
        follower.parts().values().forEach(namespace::start);
        RoutePaths paths = namespace.call(routes::paths);
        worker = new QueueWorker(0, QueueSettings.DEFAULT, socket, routes.links(), paths);
        try {
            worker.bind();
        } catch (BindException e) {
            worker.close();
            follower.stop();
            throw new IllegalStateException(e);
        }
        thread = namespace.start(worker);
    }

    /** Decides every packet from now on by this rule, with the policy of the defaults. */
    void publish(RuleBuilder rule) {
        publish(List.of(rule.build()), Policy.DEFAULT);
    }

    /** Decides every packet from now on by these rules. */
    public void publish(List<Rule> rules, Policy policy) {
        worker.publish(new SynPipeline(new RuleTable(rules), policy, false, worker.paths(), worker.packets()));
    }

    /** Believes what the kernel said of a path for so long, if nothing changes. */
    void routeLifetime(long ns) {
        worker.paths().lifetime(ns);
    }

    /** Packets that came to the worker. */
    long received() {
        return worker.events().count(QueueEvent.RECEIVED);
    }

    /** Packets of which this became. */
    long count(Outcome outcome) {
        return worker.packets().outcomes().count(outcome);
    }

    /** Checks that the worker got every packet, gave each its verdict, and met no defect of its own. */
    public void assertUndisturbed() {
        assertThat(EnumSet.complementOf(EnumSet.of(QueueEvent.RECEIVED)))
                .allSatisfy(event -> assertThat(worker.events().count(event))
                        .as(event.label())
                        .isZero());
        assertThat(count(Outcome.FAILED)).as("defects").isZero();
    }

    /** Answers what is queued, and gives up the queue. */
    @Override
    public void close() {
        worker.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        follower.stop();
    }
}
