// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;

/**
 * A connection between two hosts, segment by segment, that a {@link Study} sees; a millisecond lies between any two.
 *
 * <p>Sequence numbers are relative: the SYN has 0, the first octet of data 1.
 */
final class Conversation {
    private static final int TCP_OFFSET = 20;
    private static final int ACK = SynBuilder.ACK;

    /** Who sends. */
    enum End {
        CLIENT,
        SERVER
    }

    /** Of a packet with 1460 octets of data. */
    static final int FULL = 1460;

    private final Study study;
    private final int place;
    private final int port;
    private int clientStart = 1000;
    private int serverStart = 5000;
    private int hopLimit = 64;
    private long nowNs = 1_700_000_000_000_000_000L;

    Conversation(Study study, int place, int port) {
        this.study = study;
        this.place = place;
        this.port = port;
    }

    Conversation(Study study) {
        this(study, study.place(""), 40000);
    }

    /** Begins to count where numbers overflow within the first segment. */
    Conversation nearTheEndOfNumbers() {
        serverStart = -500;
        clientStart = 0x7FFFFFFF - 500;
        return this;
    }

    Conversation hopLimit(int left) {
        hopLimit = left;
        return this;
    }

    Conversation handshake(int clientMss, int serverMss) {
        return syn(clientMss).synAck(serverMss).ack(End.CLIENT, 1, 1);
    }

    Conversation syn(int mss) {
        return send(End.CLIENT, packet(End.CLIENT).flags(SynBuilder.SYN).mss(mss), 0, 0);
    }

    Conversation synAck(int mss) {
        return send(End.SERVER, packet(End.SERVER).flags(SynBuilder.SYN | ACK).mss(mss), 0, 1);
    }

    Conversation reset(End end, int sequence, int acknowledgment) {
        return send(end, packet(end).flags(SynBuilder.RST | ACK), sequence, acknowledgment);
    }

    Conversation ack(End end, int sequence, int acknowledgment) {
        return data(end, sequence, acknowledgment, 0);
    }

    Conversation data(End end, int sequence, int acknowledgment, int octets) {
        return send(end, packet(end).flags(ACK).data(octets), sequence, acknowledgment);
    }

    /** Acknowledges, and tells of octets that arrived behind a gap. */
    Conversation sack(End end, int sequence, int acknowledgment, int from, int to) {
        int start = end == End.CLIENT ? serverStart : clientStart;
        String option = String.format("0101050a%08x%08x", start + from, start + to);
        return send(end, packet(end).flags(ACK).option(option), sequence, acknowledgment);
    }

    private SynBuilder packet(End end) {
        return end == End.CLIENT
                ? SynBuilder.ipv4().from("192.0.2.1").to("198.51.100.2").ports(port, 443)
                : SynBuilder.ipv4().from("198.51.100.2").to("192.0.2.1").ports(443, port);
    }

    private Conversation send(End end, SynBuilder builder, int sequence, int acknowledgment) {
        byte[] octets = builder.build();
        ByteBuffer packet = ByteBuffer.wrap(octets);
        packet.put(8, (byte) hopLimit);
        packet.putInt(TCP_OFFSET + 4, (end == End.CLIENT ? clientStart : serverStart) + sequence);
        packet.putInt(TCP_OFFSET + 8, (end == End.CLIENT ? serverStart : clientStart) + acknowledgment);
        return packet(octets);
    }

    /** Any packet. */
    Conversation packet(byte[] octets) {
        ByteBuf buffer = Octets.exactly(octets);
        nowNs += 1_000_000;
        study.take(buffer, 0, octets.length, octets.length, place, nowNs);
        return this;
    }

    /** A request that is answered by a full segment, which is sent so often in vain. */
    static Conversation stalled(Conversation conversation, int sendings) {
        conversation.handshake(1460, 1460).data(End.CLIENT, 1, 1, 100).ack(End.SERVER, 1, 101);
        for (int i = 0; i < sendings; i++) {
            conversation.data(End.SERVER, 1, 101, FULL);
        }
        return conversation;
    }

    /** A full segment that is sent three times in vain, and then arrives in two. */
    static Conversation recovered(Conversation conversation) {
        return stalled(conversation, 3)
                .data(End.SERVER, 1, 101, 1000)
                .data(End.SERVER, 1001, 101, 460)
                .ack(End.CLIENT, 101, 1 + FULL);
    }

    Findings end() {
        return study.conclude(OptionalInt.empty());
    }
}
