// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TcpHeaderTest {
    private static final byte[] SYN = Octets.hex(
            "03e8 0fa0", // from port 1000 to port 4000
            "01020304 00000000", // sequence and acknowledgment number
            "60 02 faf0", // six words, SYN, window
            "9970 0000", // checksum, urgent pointer
            "0204 05b4"); // MSS 1460

    private final TcpHeader header = new TcpHeader();

    @Test
    void readsEachField() {
        assertThat(header.wrap(Octets.between(1, SYN, 0), 1, 24)).isTrue();
        assertThat(header.holdsOptions(24)).isTrue();
        assertThat(header.index()).isEqualTo(1);
        assertThat(header.sourcePort()).isEqualTo(1000);
        assertThat(header.destinationPort()).isEqualTo(4000);
        assertThat(header.headerLength()).isEqualTo(24);
        assertThat(header.checksum()).isEqualTo(0x9970);
        assertThat(header.isSyn()).isTrue();
        assertThat(header.isAck()).isFalse();
    }

    @Test
    void readsHighPortsAsUnsigned() {
        header.wrap(Octets.exactly(SYN).setInt(0, 0xFFFF8000), 0, 24);
        assertThat(header.sourcePort()).isEqualTo(65535);
        assertThat(header.destinationPort()).isEqualTo(32768);
    }

    @Test
    void refusesFewerThanTwentyOctets() {
        for (int length = 0; length < 20; length++) {
            assertThat(header.wrap(Octets.exactly(Arrays.copyOf(SYN, length)), 0, length))
                    .isFalse();
        }
    }

    @Test
    void holdsOptionsOnlyIfAllWordsStatedAreThere() {
        ByteBuf octets = Octets.exactly(SYN);
        for (int words = 0; words < 16; words++) {
            header.wrap(octets.setByte(12, words << 4 | 0x0F), 0, 24);
            assertThat(header.headerLength()).isEqualTo(words * 4);
            for (int length = 20; length <= 64; length++) {
                assertThat(header.holdsOptions(length)).isEqualTo(words >= 5 && words * 4 <= length);
            }
        }
    }

    @Test
    void asksOnlySynAndRstWhetherItIsASyn() {
        ByteBuf octets = Octets.exactly(SYN);
        header.wrap(octets, 0, 24);
        for (int flags = 0; flags < 256; flags++) {
            octets.setByte(13, flags);
            boolean syn = (flags & SynBuilder.SYN) != 0;
            boolean rst = (flags & SynBuilder.RST) != 0;
            assertThat(header.isSyn()).as("flags %x", flags).isEqualTo(syn && !rst);
            assertThat(header.isAck()).isEqualTo((flags & SynBuilder.ACK) != 0);
        }
    }

    @Test
    void replacesAFieldAndKeepsTheSum() {
        for (int offset : new int[] {0, 2, 12, 14, 18, 20, 21, 22}) {
            byte[] octets = SYN.clone();
            ByteBuf buffer = Octets.exactly(octets);
            header.wrap(buffer, 0, 24);
            header.replace(offset, 0x0578);
            assertThat(buffer.getUnsignedShort(offset)).isEqualTo(0x0578);
            buffer.getBytes(0, octets);
            assertThat(NaiveChecksum.sum(octets)).as("offset %d", offset).isEqualTo(NaiveChecksum.sum(SYN));
        }
    }

    @Test
    void growsByWordsAndKeepsTheReservedBits() {
        ByteBuf buffer = Octets.exactly(SYN).setByte(12, 0x6F);
        header.wrap(buffer, 0, 24);
        header.growHeader(4);
        assertThat(buffer.getUnsignedShort(12)).isEqualTo(0x7F02);
    }
}
