// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** The octets are those of a little-endian machine. */
class NetlinkMessageTest {
    // An error: EPERM for the CONFIG message of sequence number 7.
    private static final String EPERM_FOR_CONFIG = "24000000" + "0200" + "0001" + "07000000" + "67120000" + "ffffffff"
            + "40000000" + "0203" + "0500" + "07000000" + "00000000";

    private final NetlinkMessage message = new NetlinkMessage();

    private boolean wraps(String hex) {
        ByteBuf buffer = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("a5a5" + hex));
        return message.wrap(buffer, 2, hex.length() / 2);
    }

    @Test
    void readsAHeader() {
        assertThat(wraps("14000000" + "0003" + "0000" + "78563412" + "00000000" + "0200abcd"))
                .isTrue();
        assertThat(message.type()).isEqualTo(0x0300);
        assertThat(message.sequence()).isEqualTo(0x12345678);
        assertThat(message.end()).isEqualTo(2 + 20);
    }

    @Test
    void refusesLessThanAHeader() {
        assertThat(wraps("")).isFalse();
        assertThat(wraps("0f000000" + "0003" + "0000" + "00000000" + "000000")).isFalse();
    }

    @Test
    void refusesALengthBelowItsOwn() {
        for (String length : new String[] {"00000000", "0f000000", "ffffffff", "00000080"}) {
            assertThat(wraps(length + "0003" + "0000" + "00000000" + "00000000"))
                    .isFalse();
        }
    }

    @Test
    void endsWhereTheOctetsDoIfItStatesMore() {
        assertThat(wraps("ffffff7f" + "0003" + "0000" + "00000000" + "00000000" + "0200abcd"))
                .isTrue();
        assertThat(message.end()).isEqualTo(2 + 20);
    }

    @Test
    void endsWhereItStatesIfThereAreMoreOctets() {
        assertThat(wraps("10000000" + "0300" + "0000" + "00000000" + "00000000" + "a5a5a5a5"))
                .isTrue();
        assertThat(message.end()).isEqualTo(2 + 16);
    }

    @Test
    void readsWhatAnErrorAnswers() {
        assertThat(wraps(EPERM_FOR_CONFIG)).isTrue();
        assertThat(message.isWholeError()).isTrue();
        assertThat(message.errno()).isEqualTo(Errno.EPERM);
        assertThat(message.answeredType()).isEqualTo(0x0302);
        assertThat(message.answeredSequence()).isEqualTo(7);
    }

    @Test
    void tellsAnErrorCutShort() {
        assertThat(wraps(EPERM_FOR_CONFIG.substring(0, EPERM_FOR_CONFIG.length() - 2)))
                .isTrue();
        assertThat(message.isWholeError()).isFalse();
    }

    @Test
    void alignsToFour() {
        assertThat(new int[] {
                    NetlinkMessage.align(0),
                    NetlinkMessage.align(1),
                    NetlinkMessage.align(4),
                    NetlinkMessage.align(5),
                    NetlinkMessage.align(0x10003)
                })
                .containsExactly(0, 4, 4, 8, 0x10004);
    }

    @Test
    void namesEveryErrnoItHas() throws ReflectiveOperationException {
        for (var field : Errno.class.getFields()) {
            assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
        }
        assertThat(Errno.name(71)).isEqualTo("errno 71");
    }
}
