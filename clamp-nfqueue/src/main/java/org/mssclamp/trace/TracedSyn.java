// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.Addresses;
import org.mssclamp.explain.ExplainedSyn;
import org.mssclamp.explain.Reply;
import org.mssclamp.nfqueue.RecordedSyn;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.packet.TcpOption;
import org.mssclamp.rule.PacketContext;

/**
 * A SYN that a worker decided, and how the rules came to that.
 *
 * @param time when its batch was received
 * @param options those of its TCP header as it came
 * @param checksumBefore its TCP checksum as it came
 * @param checksumAfter its TCP checksum as it left
 * @param outcome what became of it
 * @param faithful whether the explanation comes to the very octets that the worker gave back
 */
public record TracedSyn(
        Instant time,
        int queueNumber,
        List<TcpOption> options,
        int checksumBefore,
        int checksumAfter,
        Outcome outcome,
        ExplainedSyn syn,
        Reply reply,
        boolean faithful) {
    /** For an MSS option that is added. */
    private static final int ROOM_OCTETS = 4;

    /** Copies the list. */
    public TracedSyn {
        options = List.copyOf(options);
    }

    /** Takes the packet through the rules again that decided it. */
    public static TracedSyn of(RecordedSyn recorded, Instant time) {
        ByteBuf packet = buffer(recorded.before(), recorded.capturedLength());
        SynPacket syn = new SynPacket();
        syn.decode(packet, 0, recorded.capturedLength(), recorded.wireLength());
        List<TcpOption> options = syn.options();
        int checksumBefore = syn.checksum();
        ExplainedSyn explained = explained(syn, recorded);
        Explanation explanation = explain(packet, recorded);
        return new TracedSyn(
                time,
                recorded.queueNumber(),
                options,
                checksumBefore,
                checksumAfter(recorded),
                recorded.outcome(),
                explained,
                new Reply(explanation, recorded.paths().answers(), List.of()),
                isFaithful(explanation, packet, recorded));
    }

    /** The octets that were kept, zeros in the place of others, and room behind. */
    private static ByteBuf buffer(byte[] kept, int length) {
        return Unpooled.wrappedBuffer(Arrays.copyOf(kept, length + ROOM_OCTETS));
    }

    private static ExplainedSyn explained(SynPacket syn, RecordedSyn recorded) {
        return new ExplainedSyn(
                syn.family(),
                syn.isAck(),
                Addresses.text(syn.family(), syn.sourceHigh(), syn.sourceLow()),
                Addresses.text(syn.family(), syn.destinationHigh(), syn.destinationLow()),
                syn.sourcePort(),
                syn.destinationPort(),
                recorded.in().name(),
                recorded.out().name(),
                recorded.mark());
    }

    private static Explanation explain(ByteBuf packet, RecordedSyn recorded) {
        PacketContext context = new PacketContext();
        context.fill(recorded.in(), recorded.out(), recorded.mark(), recorded.checksumPending());
        return recorded.pipeline()
                .explainer(recorded.paths())
                .explain(packet, 0, recorded.capturedLength(), recorded.wireLength(), context);
    }

    private static int checksumAfter(RecordedSyn recorded) {
        SynPacket syn = new SynPacket();
        int wireLength = recorded.outcome().changesPacket() ? recorded.lengthAfter() : recorded.wireLength();
        syn.decode(buffer(recorded.after(), recorded.lengthAfter()), 0, recorded.lengthAfter(), wireLength);
        return syn.checksum();
    }

    private static boolean isFaithful(Explanation explanation, ByteBuf packet, RecordedSyn recorded) {
        if (explanation.outcome() != recorded.outcome()) {
            return false;
        }
        // A checksum that is made anew is of all octets; where some were not kept, it cannot be compared.
        return isPartOfASum(recorded)
                || Arrays.equals(recorded.after(), ByteBufUtil.getBytes(packet, 0, recorded.after().length));
    }

    private static boolean isPartOfASum(RecordedSyn recorded) {
        return recorded.checksumPending() && recorded.before().length < recorded.capturedLength();
    }
}
