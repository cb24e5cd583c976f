// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.oracle.CraftedSegment;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.RuleBuilder;

/**
 * Handshakes of a client that announces its MSS at an odd offset: they fail through the kernel's clamp, which breaks the
 * checksum, and complete through ours.
 */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddOffsetIT {
    private static final int SERVER_PORT = 8080;
    private static final int LIMIT = 1360;

    private static final int CLIENT_SEQUENCE = 1000;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 13;
    private static final int SYN_ACK = CraftedSegment.SYN | CraftedSegment.ACK;
    // No-Operation before: the value 1460 begins at offset 23.
    private static final byte[] ODD_MSS = {1, 2, 4, 0x05, (byte) 0xB4, 1, 1, 1};
    private static final byte[] EVEN_MSS = {1, 1, 2, 4, 0x05, (byte) 0xB4, 1, 1};

    private final Lab lab = new Lab();
    private final RunningWorker worker = new RunningWorker(lab.gateway());
    private final PacketSocket client = PacketSocket.open(lab.sender());
    private final PacketSocket.Way toGateway = client.way(Link.IN0.hostInterface(), Link.IN0.gatewayMac());
    private int lastPort = 40_000;

    /** The sender's own stack knows nothing of the handshakes made here, and would refuse the answers. */
    OddOffsetIT() {
        new Firewall(lab.sender()).replace("-A OUTPUT -p tcp --tcp-flags RST RST -j DROP");
    }

    @AfterAll
    void takeDown() {
        client.close();
        worker.close();
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void completesTheHandshakeThroughUs(Family family) {
        lab.firewall().replace(Firewall.FORWARDED_SYNS + RunningWorker.QUEUE);
        worker.publish(RuleBuilder.rule("clamp").setMss(LIMIT));
        try (TcpSocket listener = listen(family)) {
            int port = freshPort();
            client.send(syn(family, port, ODD_MSS), toGateway);
            int serverSequence = synAck(port).getInt(SEQUENCE_OFFSET);
            client.send(ack(family, port, serverSequence + 1), toGateway);
            try (TcpSocket accepted = listener.accept()) {
                // The client announced no timestamps, so that all of the MSS is for data.
                assertThat(accepted.maxSegment()).isEqualTo(LIMIT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void failsTheHandshakeThroughTheKernelsRule(Family family) {
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j TCPMSS --set-mss " + LIMIT);
        try (TcpSocket listener = listen(family)) {
            int oddPort = freshPort();
            int evenPort = freshPort();
            long damagedBefore = damagedSegments();

            client.send(syn(family, oddPort, ODD_MSS), toGateway);
            client.send(syn(family, evenPort, EVEN_MSS), toGateway);

            ByteBuffer answer = synAck(oddPort, evenPort);
            assertThat(destinationPort(answer))
                    .as("the first answer is to the second SYN")
                    .isEqualTo(evenPort);
            assertThat(damagedSegments()).isEqualTo(damagedBefore + 1);

            client.send(ack(family, evenPort, answer.getInt(SEQUENCE_OFFSET) + 1), toGateway);
            listener.accept().close();
        }
    }

    private int freshPort() {
        lastPort++;
        return lastPort;
    }

    private TcpSocket listen(Family family) {
        return TcpSocket.listen(lab.receiver(), Link.OUT0.host(family), SERVER_PORT);
    }

    private static byte[] syn(Family family, int port, byte[] options) {
        return segment(family, port, CLIENT_SEQUENCE, 0, CraftedSegment.SYN, options);
    }

    private static byte[] ack(Family family, int port, int acknowledgment) {
        return segment(family, port, CLIENT_SEQUENCE + 1, acknowledgment, CraftedSegment.ACK, new byte[0]);
    }

    private static byte[] segment(
            Family family, int port, int sequence, int acknowledgment, int flags, byte[] options) {
        String source = Link.IN0.host(family);
        String destination = Link.OUT0.host(family);
        return new CraftedSegment(source, port, destination, SERVER_PORT, sequence, acknowledgment, flags, options)
                .packet();
    }

    /** The TCP header of the next SYN-ACK to one of these ports. */
    private ByteBuffer synAck(Integer... ports) {
        while (true) {
            byte[] packet = client.receive().orElseThrow(() -> new AssertionError("no SYN-ACK"));
            int tcpOffset = packet[0] >> 4 == 4 ? 20 : 40;
            ByteBuffer tcp = ByteBuffer.wrap(packet, tcpOffset, packet.length - tcpOffset)
                    .slice();
            boolean synAck = (tcp.get(FLAGS_OFFSET) & SYN_ACK) == SYN_ACK;
            if (synAck && List.of(ports).contains(destinationPort(tcp))) {
                return tcp;
            }
        }
    }

    private static int destinationPort(ByteBuffer tcp) {
        return Short.toUnsignedInt(tcp.getShort(2));
    }

    /** Segments that the receiver threw away for their checksums. */
    private long damagedSegments() {
        return KernelCounters.sum(lab.receiver(), "TcpInCsumErrors");
    }
}
