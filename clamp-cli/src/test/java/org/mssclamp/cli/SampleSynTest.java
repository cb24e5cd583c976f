// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.FormatException;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;

class SampleSynTest {
    private static SampleSyn syn(String from, String to, OptionalInt mss, boolean ack) throws FormatException {
        return new SampleSyn(Addresses.address(from), Addresses.address(to), 49152, 443, mss, ack);
    }

    private static String hex(String... parts) {
        return String.join("", parts).replace(" ", "");
    }

    @Test
    void isAnIpv4SynAsLinuxSendsIt() throws FormatException {
        ByteBuf packet =
                syn("10.8.0.2", "192.0.2.10", OptionalInt.of(1460), false).octets();

        assertThat(ByteBufUtil.hexDump(packet))
                .isEqualTo(hex(
                        "4500 003c", // 60 octets
                        "0000 4000", // not to be fragmented
                        "4006 6ea8", // TTL 64, TCP, checksum
                        "0a08 0002  c000 020a", // addresses
                        "c000 01bb", // ports
                        "0000 0001  0000 0000", // sequence, acknowledgment
                        "a002 faf0", // ten words, SYN, window
                        "bf3d 0000", // checksum, urgent pointer
                        "0204 05b4", // MSS 1460
                        "0402", // SACK permitted
                        "080a 0000 0001 0000 0000", // timestamps
                        "01 0303 07")); // no-operation, window scale
    }

    @ParameterizedTest
    @CsvSource({
        "10.8.0.2, 192.0.2.10, 1460, false, 20",
        "255.255.255.255, 0.0.0.1, 65535, true, 20",
        "10.8.0.2, 192.0.2.10, -1, false, 20",
        "fd00:8::2, 2001:db8::10, 1440, false, 40",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::1, 0, true, 40",
        "fd00:8::2, 2001:db8::10, -1, true, 40"
    })
    void isWholeWithRightChecksums(String from, String to, int mss, boolean ack, int tcpIndex) throws FormatException {
        OptionalInt announced = mss < 0 ? OptionalInt.empty() : OptionalInt.of(mss);
        ByteBuf packet = syn(from, to, announced, ack).octets();
        int length = packet.readableBytes();

        SynPacket decoded = new SynPacket();
        assertThat(decoded.decode(packet, 0, length, length)).isEqualTo(DecodeResult.SYN);
        assertThat(decoded.isAck()).isEqualTo(ack);
        assertThat(decoded.mssCount()).isEqualTo(mss < 0 ? 0 : 1);
        assertThat(decoded.hasMalformedOptions()).isFalse();
        assertThat(decoded.hasRoomForMss()).isTrue();
        if (tcpIndex == 20) {
            assertThat(onesComplementSum(packet, 0, 20)).isEqualTo(0xFFFF);
        }
        int addressIndex = tcpIndex == 20 ? 12 : 8;
        long pseudoHeader = onesComplementSum(packet, addressIndex, tcpIndex) + 6 + (length - tcpIndex);
        assertThat(folded(pseudoHeader + onesComplementSum(packet, tcpIndex, length)))
                .isEqualTo(0xFFFF);
    }

    private static long onesComplementSum(ByteBuf packet, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) packet.getUnsignedByte(i) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return folded(sum);
    }

    private static long folded(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return folded;
    }
}
