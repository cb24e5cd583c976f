// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.ByteBuffer;

/**
 * A router's word that a packet of the gateway's own was too big: Fragmentation Needed (RFC 1191), Packet Too Big (RFC
 * 4443).
 *
 * <p>The packet it quotes is an echo message, for which the kernel asks no socket whether it was sent.
 *
 * @param router where it comes from
 * @param gateway where it goes to
 * @param destination where the packet that was too big was to go
 * @param mtu in octets
 */
@SuppressWarnings("ArrayRecordComponent") // addresses on their way into a packet
record PacketTooBig(byte[] router, byte[] gateway, byte[] destination, int mtu) {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int DESTINATION_UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int PACKET_TOO_BIG = 2;
    private static final int ECHO_REQUEST_IPV6 = 128;
    private static final int ECHO_OCTETS = 8;
    private static final int TTL = 64;

    byte[] packet() {
        return router.length == 4 ? ofIpv4() : ofIpv6();
    }

    private byte[] ofIpv4() {
        byte[] echoReply = new byte[ECHO_OCTETS];
        byte[] quoted = ipv4(gateway, destination, echoReply);
        ByteBuffer message = ByteBuffer.allocate(8 + quoted.length)
                .put((byte) DESTINATION_UNREACHABLE)
                .put((byte) FRAGMENTATION_NEEDED)
                .putShort((short) 0) // checksum
                .putShort((short) 0)
                .putShort((short) mtu)
                .put(quoted);
        message.putShort(2, checksum(message.array(), 0));
        return ipv4(router, gateway, message.array());
    }

    private static byte[] ipv4(byte[] from, byte[] to, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putInt(0x4000) // identification 0, Don't Fragment
                .put((byte) TTL)
                .put((byte) ICMP)
                .putShort((short) 0) // checksum
                .put(from)
                .put(to);
        packet.putShort(10, checksum(packet.array(), 0));
        return packet.put(payload).array();
    }

    private byte[] ofIpv6() {
        byte[] echoRequest =
                ByteBuffer.allocate(ECHO_OCTETS).put((byte) ECHO_REQUEST_IPV6).array();
        byte[] quoted = ipv6(gateway, destination, echoRequest);
        ByteBuffer message = ByteBuffer.allocate(8 + quoted.length)
                .put((byte) PACKET_TOO_BIG)
                .put((byte) 0)
                .putShort((short) 0) // checksum
                .putInt(mtu)
                .put(quoted);
        ByteBuffer pseudoHeader = ByteBuffer.allocate(40)
                .put(router)
                .put(gateway)
                .putInt(message.capacity())
                .putInt(ICMPV6);
        message.putShort(2, checksum(message.array(), sum(pseudoHeader.array())));
        return ipv6(router, gateway, message.array());
    }

    private static byte[] ipv6(byte[] from, byte[] to, byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x60000000)
                .putShort((short) payload.length)
                .put((byte) ICMPV6)
                .put((byte) TTL)
                .put(from)
                .put(to)
                .put(payload)
                .array();
    }

    private static short checksum(byte[] octets, int other) {
        int sum = sum(octets) + other;
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static int sum(byte[] octets) {
        ByteBuffer words = ByteBuffer.wrap(octets);
        int sum = 0;
        while (words.hasRemaining()) {
            sum += Short.toUnsignedInt(words.getShort());
        }
        return sum;
    }
}
