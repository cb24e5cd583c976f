// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.List;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.counter.Counters;
import org.mssclamp.route.Links;
import org.mssclamp.route.RoutePaths;
import org.mssclamp.rule.Interface;

/**
 * A queue without a kernel behind it: the same packets again and again, through all that a worker does with them.
 *
 * <p>To measure and to warm up the way of a packet. What it adds of its own is copying each packet in, which otherwise is
 * the kernel's part. Allocates nothing for a packet. Not thread-safe.
 */
public final class ReplayedQueue implements AutoCloseable {
    private final PacketCounters packets = new PacketCounters();
    private final Counters<QueueEvent> events = new Counters<>(QueueEvent.class);
    private final RoutePaths paths;
    private final ReplayChannel channel;
    private final QueueSession session;

    /**
     * Copies the packets and takes over the paths; without rules until some are {@linkplain #publish published}.
     *
     * @param packets at least one, each from its IP header on
     * @param in the interface they came in by; one without index for none
     * @param out the one they leave by
     * @param mark 0 for none
     * @param links knows both interfaces by their index
     */
    public ReplayedQueue(List<byte[]> packets, Interface in, Interface out, int mark, Links links, RoutePaths paths) {
        this.paths = paths;
        channel = new ReplayChannel(packets, in.index(), out.index(), mark);
        session = new QueueSession(0, QueueSettings.DEFAULT, channel, links, paths, this.packets, events);
    }

    /** What the paths of its packets carry: for the pipelines that are published. */
    public RoutePaths paths() {
        return paths;
    }

    /** What became of the packets. */
    public PacketCounters packets() {
        return packets;
    }

    /** Decides by other rules from the next batch on; the pipeline counts into {@link #packets}. */
    public void publish(SynPipeline next) {
        session.publish(next);
    }

    /** Feeds a trace, from the next batch on, until that is closed. */
    public void trace(SynRing ring) {
        session.trace(ring);
    }

    /**
     * One duty cycle: the next batch of packets in, as many verdicts out. Ends where a pass of the packets does, behind as
     * many whole passes as fit. Returns how many packets.
     */
    public int doWork() {
        return session.doWork();
    }

    /** As {@link #doWork}, but ends with the first pass. */
    public int doWorkOfOnePass() {
        channel.repeat(false);
        try {
            return session.doWork();
        } finally {
            channel.repeat(true);
        }
    }

    /** Copies the next batch in and does nothing with it: what of a duty cycle is the kernel's. Returns how many. */
    public int copyIn() {
        return session.receive();
    }

    @Override
    public void close() {
        session.close();
    }
}
