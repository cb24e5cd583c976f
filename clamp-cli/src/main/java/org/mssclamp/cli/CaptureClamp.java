// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mssclamp.capture.CaptureCopy;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureReader;
import org.mssclamp.capture.CapturedFrame;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.RuleTable;

/**
 * Does to the packets of a capture, where they lie, what the daemon does to those of a queue.
 *
 * <p>A packet of which the capture kept all headers counts as whole: the daemon would have had the rest. Allocates nothing
 * for a packet. Not thread-safe.
 */
final class CaptureClamp {
    private final CaptureReader reader;
    private final CaptureCopy copy;
    private final boolean keepsDropped;
    private final ByteBuf octets;
    private final FramePassage passage;
    private final PacketContext context = new PacketContext();
    private final SynPacket headers = new SynPacket();
    private final PacketCounters counters = new PacketCounters();
    private final RuleTable table;
    private final SynPipeline pipeline;

    private long frames;
    private long withoutIp;
    private long unreadLinks;
    private long changed;
    private long leftOut;

    /** Copies what the reader reads, with dropped packets or without. */
    CaptureClamp(
            CaptureReader reader,
            CaptureCopy copy,
            boolean keepsDropped,
            Configuration configuration,
            Passage passage,
            Paths paths) {
        this.reader = reader;
        this.copy = copy;
        this.keepsDropped = keepsDropped;
        this.passage = new FramePassage(passage);
        octets = Unpooled.wrappedBuffer(reader.octets());
        table = new RuleTable(configuration.rules());
        pipeline = new SynPipeline(table, configuration.policy(), false, paths, counters);
        pipeline.enterForce();
    }

    /** Decides the reader's frame, and changes it or leaves it out. */
    void take() throws CaptureException {
        CapturedFrame frame = reader.frame();
        frames++;
        if (!frame.isIp()) {
            withoutIp++;
            unreadLinks += frame.capturedAt().isRead() ? 0 : 1;
            return;
        }
        passage.fill(frame, context);
        int index = frame.packetIndex();
        int wireLength = frame.packetWireLength();
        int captured = holdsAllHeaders(frame) ? wireLength : frame.packetCapturedLength();
        int end = index + frame.packetCapturedLength();
        int displaced = octets.getInt(end);

        Outcome outcome = pipeline.process(octets, index, captured, wireLength, context);
        if (outcome.changesPacket()) {
            changed++;
            if (pipeline.length() > wireLength) {
                copy.lengthen(end, displaced);
            }
        } else if (outcome.dropsPacket()) {
            leaveOut();
        }
    }

    /** Then it is as good as whole: only headers are read, and changed. */
    private boolean holdsAllHeaders(CapturedFrame frame) {
        int captured = frame.packetCapturedLength();
        int wireLength = frame.packetWireLength();
        return captured < wireLength
                && headers.decode(octets, frame.packetIndex(), captured, wireLength) == DecodeResult.SYN;
    }

    private void leaveOut() throws CaptureException {
        if (!keepsDropped) {
            leftOut++;
            copy.leaveOut();
        }
    }

    /** Frames that were taken. */
    long frames() {
        return frames;
    }

    /** Of those, the ones in which there is no IP packet, or none that we find. */
    long withoutIp() {
        return withoutIp;
    }

    /** Of those, the ones of a link type that we do not know. */
    long unreadLinks() {
        return unreadLinks;
    }

    long changed() {
        return changed;
    }

    /** Frames that are not in the copy. */
    long leftOut() {
        return leftOut;
    }

    /** What became of the packets. */
    Census census() {
        return Census.of(frames - withoutIp, counters, table);
    }
}
