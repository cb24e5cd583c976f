// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.libc.InterfaceIndex;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.nfqueue.ReplayedQueue;
import org.mssclamp.nfqueue.SynRing;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/** A replayed queue of packets that come and leave by the one link every machine has. Not thread-safe. */
final class LoopbackQueue implements AutoCloseable {
    /** By which the packets come and leave. */
    static final String LINK = "lo";

    private final ReplayedQueue queue;

    /** Without rules yet. */
    LoopbackQueue(List<byte[]> packets) {
        Routes routes = new Routes(NetlinkSocket::forRoutes, InterfaceIndex::name);
        routes.list();
        Interface link = routes.links().interfaceNamed(LINK);
        queue = new ReplayedQueue(packets, link, link, 0, routes.links(), routes.paths());
    }

    /** Decides by these rules, and fails if any packet does not come to the outcome that is to be measured. */
    void publish(List<Rule> rules, Outcome expected) {
        queue.publish(new SynPipeline(new RuleTable(rules), Policy.DEFAULT, false, queue.paths(), queue.packets()));
        long before = queue.packets().outcomes().count(expected);
        int served = queue.doWork();
        if (queue.packets().outcomes().count(expected) - before != served) {
            throw new IllegalStateException("not all packets are " + expected);
        }
    }

    /** Feeds a trace from the next duty cycle on, until that is closed. */
    void trace(SynRing ring) {
        queue.trace(ring);
    }

    /** One duty cycle; packets served. */
    int serve() {
        return queue.doWork();
    }

    /** Copies a batch in and leaves it; packets copied. */
    int copyIn() {
        return queue.copyIn();
    }

    @Override
    public void close() {
        queue.close();
    }
}
