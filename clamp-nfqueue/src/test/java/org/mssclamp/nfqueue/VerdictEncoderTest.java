// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.mssclamp.rule.MarkMask;

/** The octets are those of a little-endian machine; what is within attributes is in network order on any. */
class VerdictEncoderTest {
    private static final int QUEUE = 0x0102;
    private static final int PACKET_INDEX = 60;
    private static final String PACKET = "4500001511";

    private final ByteBuf buffer =
            Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("a5".repeat(PACKET_INDEX) + PACKET + "a5a5a5"));
    private final VerdictEncoder plain = new VerdictEncoder(QUEUE, null);
    private final VerdictEncoder marking = new VerdictEncoder(QUEUE, new MarkMask(0x10, 0xF0));

    private String octets(int index, int length) {
        assertThat(ByteBufUtil.hexDump(buffer, 0, index)).as("before").isEqualTo("a5".repeat(index));
        assertThat(ByteBufUtil.hexDump(buffer, PACKET_INDEX, 8)).as("behind").isEqualTo(PACKET + "a5a5a5");
        return ByteBufUtil.hexDump(buffer, index, length);
    }

    @Test
    void acceptsWithoutThePacketIn32Octets() {
        int index = plain.encode(buffer, PACKET_INDEX, QueueProtocol.NF_ACCEPT, 0x0A0B0C0D, 7);
        assertThat(plain.length()).isEqualTo(32);
        assertThat(octets(index, 32))
                .isEqualTo("20000000" + "0103" + "0100" + "0d0c0b0a" + "00000000" // VERDICT, REQUEST, no ACK
                        + "00000102" // AF_UNSPEC, version 0, queue 258
                        + "0c000200" + "00000001" + "0a0b0c0d"); // VERDICT_HDR: NF_ACCEPT, id
    }

    @Test
    void givesThePacketBackWithoutCountingItsPadding() {
        int index = plain.encodeWithPacket(buffer, PACKET_INDEX, 5, QueueProtocol.NF_ACCEPT, 1, 7);
        assertThat(index).isEqualTo(PACKET_INDEX - 36);
        assertThat(plain.length(5)).isEqualTo(41);
        assertThat(octets(index, 41))
                .isEqualTo("29000000" + "0103" + "0100" + "01000000" + "00000000" + "00000102"
                        + "0c000200" + "00000001" + "00000001" // VERDICT_HDR
                        + "09000a00" + PACKET); // PAYLOAD
    }

    @Test
    void setsTheMarkUnderItsMask() {
        int index = marking.encode(buffer, PACKET_INDEX, QueueProtocol.NF_DROP, 1, 0xABCDEFFF);
        assertThat(marking.length()).isEqualTo(40);
        assertThat(octets(index, 40))
                .isEqualTo("28000000" + "0103" + "0100" + "01000000" + "00000000" + "00000102"
                        + "0c000200" + "00000000" + "00000001" // VERDICT_HDR: NF_DROP
                        + "08000300" + "abcdef1f"); // MARK
    }

    @Test
    void setsTheMarkBesideThePacket() {
        int index = marking.encodeWithPacket(buffer, PACKET_INDEX, 5, QueueProtocol.NF_ACCEPT, 1, 0);
        assertThat(index).isEqualTo(PACKET_INDEX - 44);
        assertThat(octets(index, marking.length(5)))
                .isEqualTo("31000000" + "0103" + "0100" + "01000000" + "00000000" + "00000102"
                        + "0c000200" + "00000001" + "00000001" // VERDICT_HDR
                        + "08000300" + "00000010" // MARK
                        + "09000a00" + PACKET); // PAYLOAD
    }

    @Test
    void stripsThePacketByShorteningTheMessage() {
        int index = marking.encodeWithPacket(buffer, PACKET_INDEX, 5, QueueProtocol.NF_ACCEPT, 1, 0);
        marking.stripPacket(buffer, index);
        String stripped = octets(index, marking.length());
        buffer.setBytes(0, ByteBufUtil.decodeHexDump("a5".repeat(PACKET_INDEX)));
        int without = marking.encode(buffer, PACKET_INDEX, QueueProtocol.NF_ACCEPT, 1, 0);
        assertThat(stripped).isEqualTo(octets(without, marking.length()));
    }
}
