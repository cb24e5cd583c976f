// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** The octets are those of a little-endian machine. */
class QueuedPacketTest {
    private static final String GENERIC = "00000000000300000000000000000000" + "02000005"; // nlmsghdr, nfgenmsg
    private static final String HEADER = "0b000100" + "0000002a" + "0800" + "02" + "00"; // id 42, IPv4, FORWARD
    private static final String PAYLOAD = "08000a00" + "45000014";

    private final QueuedPacket packet = new QueuedPacket();

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    private boolean wraps(String attributes) {
        buffer = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("a5a5a5a5" + GENERIC + attributes));
        return packet.wrap(buffer, 4, buffer.capacity());
    }

    @Test
    void readsWhatTheForwardHookSays() {
        assertThat(wraps(HEADER
                        + "08000500" + "00000003" // in
                        + "08000600" + "00000004" // out
                        + "08000300" + "deadbeef" // mark
                        + "08001500" + "00000007" // priority
                        + "10000900" + "00060000" + "020000000001" + "0000" // hardware address
                        + "14000400" + "00000000000000010000000000000002" // timestamp
                        + "08000e00" + "00000005" // CSUMNOTREADY | CSUM_NOTVERIFIED
                        + PAYLOAD))
                .isTrue();
        assertThat(packet.packetId()).isEqualTo(42);
        assertThat(packet.inInterface()).isEqualTo(3);
        assertThat(packet.outInterface()).isEqualTo(4);
        assertThat(packet.mark()).isEqualTo(0xDEADBEEF);
        assertThat(packet.isChecksumPending()).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(4);
        assertThat(packet.wireLength()).isEqualTo(4);
        assertThat(buffer.getInt(packet.payloadIndex())).isEqualTo(0x45000014);
    }

    @Test
    void forgetsThePacketBefore() {
        readsWhatTheForwardHookSays();
        assertThat(wraps(HEADER)).isTrue();
        assertThat(packet.inInterface()).isZero();
        assertThat(packet.outInterface()).isZero();
        assertThat(packet.mark()).isZero();
        assertThat(packet.isChecksumPending()).isFalse();
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.wireLength()).isZero();
    }

    @Test
    void namesNoPacketWithoutAWholeHeader() {
        assertThat(wraps("")).isFalse();
        assertThat(wraps(PAYLOAD)).isFalse();
        assertThat(wraps("0a000100" + "0000002a" + "0800" + "0000" + PAYLOAD)).isFalse();
        assertThat(wraps("0b000100" + "0000002a" + "08")).isFalse();
    }

    @Test
    void passesOverNumbersThatAreTooShort() {
        assertThat(wraps(HEADER + "07000500" + "00000300" + "05000300" + "ff000000" + "04000e00" + PAYLOAD))
                .isTrue();
        assertThat(packet.inInterface()).isZero();
        assertThat(packet.mark()).isZero();
        assertThat(packet.isChecksumPending()).isFalse();
    }

    @Test
    void tellsAPacketCutShortByTheCopyRange() {
        assertThat(wraps(HEADER + "08000d00" + "00000220" + PAYLOAD)).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(4);
        assertThat(packet.wireLength()).isEqualTo(0x220);
        assertThat(wraps(HEADER + PAYLOAD + "08000d00" + "00000220")).isTrue();
        assertThat(packet.wireLength()).as("in any order").isEqualTo(0x220);
    }

    @Test
    void tellsAPacketCutShortByTheSlot() {
        assertThat(wraps(HEADER + "e8030a00" + "45000014")).isTrue();
        assertThat(packet.payloadLength()).isEqualTo(4);
        assertThat(packet.wireLength()).isEqualTo(996);
    }

    @Test
    void believesNoCaptureLengthThatMakesItWhole() {
        assertThat(wraps(HEADER + "08000d00" + "ffffffff" + "e8030a00" + "45000014"))
                .isTrue();
        assertThat(packet.wireLength()).isEqualTo(996);
    }
}
