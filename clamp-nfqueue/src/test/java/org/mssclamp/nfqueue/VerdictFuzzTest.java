// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.channel.Attributes;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.channel.RecordedSocket;
import org.mssclamp.packet.Octets;
import org.mssclamp.route.ReplayedRoutes;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.RuleBuilder;

/**
 * Whatever datagrams come together, each that names a packet gets one verdict, in their order, and others get none.
 *
 * <p>An input is a row of datagrams, before each of which two octets say how long it is.
 */
class VerdictFuzzTest {
    private static final int PACKET = 0x0300;
    private static final int VERDICT = 0x0301;
    private static final int ATTRIBUTES = 20;
    private static final int PACKET_HDR = 1;
    private static final int VERDICT_HDR = 2;
    private static final int MARK = 3;
    private static final int PAYLOAD = 10;
    private static final int NF_ACCEPT = 1;
    /** What a slot of a batch holds. */
    private static final int MAX_DATAGRAM_OCTETS = 10 << 10;

    private final RecordedSocket numbersSocket = new RecordedSocket();
    private final RecordedSocket pathsSocket = new RecordedSocket();

    @AutoClose
    private final QueueWorker numbers = ReplayedBatch.worker(
            numbersSocket,
            new ReplayedRoutes(),
            ServedQueue.rule(Match.ALL, ServedQueue.IPV4_LIMIT, ServedQueue.IPV6_LIMIT));

    @AutoClose
    private final QueueWorker paths = ReplayedBatch.worker(
            pathsSocket,
            new ReplayedRoutes(),
            RuleBuilder.rule("paths").action(ClampToPmtu.DEFAULT).build());

    static List<byte[]> rows() {
        byte[] packet = QueueMessageFuzzTest.message();
        byte[] error = QueueMessageFuzzTest.error();
        return List.of(
                row(packet), row(packet, ipv6Packet()), row(error, packet, Arrays.copyOf(packet, 90), ipv6Packet()));
    }

    private static byte[] ipv6Packet() {
        return KernelOctets.message(
                PACKET,
                0,
                0,
                Octets.hex("0a000005"), // IPv6, queue 5
                KernelOctets.attribute(PACKET_HDR, Octets.hex("00000002 86dd 02")),
                KernelOctets.attribute(PAYLOAD, ServedQueue.ipv6Syn()));
    }

    private static byte[] row(byte[]... datagrams) {
        List<byte[]> parts = new ArrayList<>();
        for (byte[] datagram : datagrams) {
            parts.add(new byte[] {(byte) (datagram.length >> 8), (byte) datagram.length});
            parts.add(datagram);
        }
        return KernelOctets.joined(parts.toArray(new byte[0][]));
    }

    @MethodSource("rows")
    @FuzzTest
    void answersEachNamedPacketOnce(byte[] row) {
        List<NaiveMessage> packets = deliver(row);
        serve(numbers);
        serve(paths);
        List<byte[]> verdicts = numbersSocket.takeSent();
        assertThat(verdicts).hasSameSizeAs(packets);
        for (int i = 0; i < packets.size(); i++) {
            Attributes verdict = check(verdicts.get(i), packets.get(i));
            checkPayload(verdict, packets.get(i));
        }
        verdicts = pathsSocket.takeSent();
        assertThat(verdicts).hasSameSizeAs(packets);
        for (int i = 0; i < packets.size(); i++) {
            check(verdicts.get(i), packets.get(i));
        }
    }

    /** Puts the datagrams on both sockets, and returns the packets that they name. */
    private List<NaiveMessage> deliver(byte[] row) {
        List<NaiveMessage> packets = new ArrayList<>();
        ByteBuffer octets = ByteBuffer.wrap(row);
        while (octets.remaining() > Short.BYTES) {
            int length = Short.toUnsignedInt(octets.getShort());
            byte[] datagram = new byte[Math.min(Math.min(length, octets.remaining()), MAX_DATAGRAM_OCTETS)];
            octets.get(datagram);
            numbersSocket.deliver(datagram);
            pathsSocket.deliver(datagram);
            NaiveMessage.of(datagram).ifPresent(packets::add);
        }
        return packets;
    }

    private static void serve(QueueWorker worker) {
        int messages;
        do {
            messages = worker.doWork();
        } while (messages > 0);
    }

    private static Attributes check(byte[] message, NaiveMessage packet) {
        ByteBuffer header = KernelOctets.host(message);
        assertThat(header.getShort(4)).isEqualTo((short) VERDICT);
        assertThat(ByteBuffer.wrap(message).getShort(18)).isEqualTo((short) ServedQueue.NUMBER);
        Attributes attributes = Attributes.parse(message, ATTRIBUTES, message.length);
        ByteBuffer verdict = ByteBuffer.wrap(attributes.octets(VERDICT_HDR));
        assertThat(verdict.getInt()).isEqualTo(NF_ACCEPT);
        assertThat(verdict.getInt()).isEqualTo(packet.id());
        assertThat(ByteBuffer.wrap(attributes.octets(MARK)).getInt()).isEqualTo(packet.mark() | 1);
        return attributes;
    }

    private static void checkPayload(Attributes verdict, NaiveMessage packet) {
        Optional<byte[]> expected = packet.clamped(ServedQueue.IPV4_LIMIT, ServedQueue.IPV6_LIMIT);
        assertThat(verdict.has(PAYLOAD)).isEqualTo(expected.isPresent());
        if (expected.isPresent() && !packet.checksumPending()) {
            assertThat(verdict.octets(PAYLOAD)).isEqualTo(expected.get());
        }
    }
}
