// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.study.Findings.Omissions;
import org.mssclamp.study.Findings.Traffic;

/**
 * Takes the packets of a capture one after the other, and says at the end what they show. Not thread-safe.
 *
 * <p>What it keeps is bounded by {@link Limits}, whatever the length of the capture.
 */
public final class Study {
    private final Limits limits;
    private final Optional<RuleTrial> trial;
    private final Datagram datagram = new Datagram();
    private final Segment segment = new Segment();
    private final SynPacket syn = new SynPacket();
    private final Places places = new Places();
    private final ObservedPaths paths;
    private final Judgement judgement;
    private final Flows flows;
    private final AnnouncementTally announcements;
    private final TooBigTally tooBig;
    private final FragmentTally fragments = new FragmentTally();
    private final OddSynTally oddSyns = new OddSynTally();

    private long frames;
    private long withoutIp;
    private long unreadable;
    private long segments;
    private long firstNs;
    private long lastNs;

    /** With a trial, SYNs are put to its rules as well. */
    public Study(Limits limits, Optional<RuleTrial> trial) {
        this.limits = limits;
        this.trial = trial;
        paths = new ObservedPaths(limits.paths(), limits.rows());
        judgement = new Judgement(places, paths, limits.rows());
        flows = new Flows(limits.flows(), judgement);
        announcements = new AnnouncementTally(limits.rows());
        tooBig = new TooBigTally(limits.rows());
    }

    /** The number of an interface, for {@link #take}; its name is empty where the capture does not say. */
    public int place(String name) {
        return places.number(name);
    }

    /** When the packet taken last was captured, in ns since 1970; 0 if there was none. */
    public long lastNs() {
        return lastNs;
    }

    /** Takes a frame that holds no IP packet. */
    public void takeWithoutIp() {
        frames++;
        withoutIp++;
    }

    /**
     * Takes a packet. Changes nothing of it.
     *
     * @param capturedLength octets of the packet that lie at {@code index}
     * @param wireLength octets that it had on the wire
     * @param place by {@link #place}
     * @param timeNs when it was captured, since 1970
     */
    public void take(ByteBuf buffer, int index, int capturedLength, int wireLength, int place, long timeNs) {
        frames++;
        firstNs = firstNs == 0 ? timeNs : firstNs;
        lastNs = timeNs;
        if (!datagram.wrap(buffer, index, capturedLength, wireLength)) {
            unreadable++;
            return;
        }
        if (datagram.isFragment()) {
            fragments.add(datagram);
        }
        if (datagram.isLaterFragment()) {
            return;
        }
        switch (datagram.protocol()) {
            case Datagram.TCP -> takeSegment(buffer, index, capturedLength, wireLength, place, timeNs);
            case Datagram.ICMP, Datagram.ICMPV6 -> tooBig.add(datagram, paths);
            default -> {}
        }
    }

    private void takeSegment(ByteBuf buffer, int index, int capturedLength, int wireLength, int place, long timeNs) {
        if (!segment.wrap(datagram)) {
            unreadable++;
            return;
        }
        segments++;
        FlowKey key = FlowKey.of(place, datagram, segment);
        int end = FlowKey.isFromLower(datagram, segment) ? Flow.LOWER : Flow.UPPER;
        Flow flow = flows.of(key, segment);
        if (segment.isSyn()) {
            if (syn.decode(buffer, index, capturedLength, wireLength) == DecodeResult.SYN) {
                takeSyn(flow, end);
                trial.ifPresent(rules -> rules.add(buffer, index, capturedLength, wireLength));
            } else {
                unreadable++;
            }
        }
        flow.take(end, segment, timeNs);
    }

    private void takeSyn(Flow flow, int end) {
        boolean present = syn.mssCount() > 0;
        int mss = present ? OddSyn.announced(syn) : AnnouncementTally.ABSENT;
        announcements.add(flow.key().place(), syn.isAck(), flow.key().host(end), mss);
        oddSyns.add(
                syn,
                () -> "packet " + frames + ", " + flow.key().endpoint(end) + " > "
                        + flow.key().endpoint(1 - end));
        flow.announce(end, present ? mss : syn.family().defaultMss(), segment);
    }

    /**
     * What all of it came to. Nothing can be taken behind that.
     *
     * @param pathMtu what the path carries, if that is known from elsewhere
     */
    public Findings conclude(OptionalInt pathMtu) {
        flows.end();
        Judgement.Conclusion conclusion = judgement.conclude();
        return new Findings(
                new Traffic(
                        frames,
                        withoutIp,
                        unreadable,
                        segments,
                        judgement.sentAgain(),
                        judgement.copies(),
                        judgement.aggregates(),
                        firstNs,
                        lastNs),
                conclusion.connections(),
                announcements.announced(places),
                announcements.peers(places),
                conclusion.stalls(),
                new Excesses(paths.narrow(), pathMtu).rows(announcements.announced(places)),
                tooBig.rows(),
                fragments.rows(),
                oddSyns.rows(),
                trial.map(RuleTrial::conclude),
                new Omissions(
                        limits,
                        flows.evicted(),
                        paths.forgotten(),
                        announcements.synsOfOtherPeers(),
                        judgement.unlisted(),
                        tooBig.others()));
    }
}
