// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

/** The octets are those of a little-endian machine. */
class MessageWriterTest {
    private static String hex(MessageWriter writer) {
        ByteBuf message = writer.finish();
        String hex = ByteBufUtil.hexDump(message);
        message.release();
        return hex;
    }

    @Test
    void writesAHeaderThatIsARequest() {
        assertThat(hex(new MessageWriter(18, NetlinkMessage.DUMP, 9)))
                .isEqualTo("10000000" + "1200" + "0103" + "09000000" + "00000000");
    }

    @Test
    void padsButLeavesThePaddingOutOfTheLengthOfAnAttribute() {
        MessageWriter writer = new MessageWriter(0x0302, 0, 1)
                .append((byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .attribute(2, (byte) 0xAA, (byte) 0xBB, (byte) 0xCC, (byte) 0xDD, (byte) 0xEE)
                .attribute(3);
        assertThat(hex(writer))
                .isEqualTo("24000000" + "0203" + "0100" + "01000000" + "00000000" + "01020304" + "09000200"
                        + "aabbccddee000000" + "04000300");
    }

    @Test
    void writesNumbersInNetworkOrder() {
        assertThat(hex(new MessageWriter(1, 0, 0).attribute(3, 0x12345678))).endsWith("08000300" + "12345678");
    }

    @Test
    void growsBeyondItsFirstBuffer() {
        MessageWriter writer = new MessageWriter(1, 0, 0);
        for (int i = 0; i < 100; i++) {
            writer.attribute(i, i);
        }
        assertThat(hex(writer)).hasSize(2 * (16 + 100 * 8)).startsWith("30030000");
    }
}
