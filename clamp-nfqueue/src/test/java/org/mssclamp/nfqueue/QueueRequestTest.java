// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

/** The octets are those of a little-endian machine; what is within attributes is in network order on any. */
class QueueRequestTest {
    private static String hex(ByteBuf request) {
        String hex = ByteBufUtil.hexDump(request);
        request.release();
        return hex;
    }

    @Test
    void bindsAndConfiguresInOneMessageOf64Octets() {
        assertThat(hex(QueueRequest.bind(0x0102, 7, 0x2700, 16384, true)))
                .isEqualTo("40000000" + "0203" + "0500" + "07000000" + "00000000" // CONFIG, REQUEST | ACK
                        + "00000102" // AF_UNSPEC, version 0, queue 258
                        + "08000100" + "01000000" // CMD: BIND
                        + "09000200" + "0000270002" + "000000" // PARAMS: range 9984, COPY_PACKET, padding
                        + "08000300" + "00004000" // QUEUE_MAXLEN
                        + "08000400" + "00000001" // MASK: FAIL_OPEN
                        + "08000500" + "00000001"); // FLAGS: FAIL_OPEN
    }

    @Test
    void clearsFailOpenWhereItIsNotWanted() {
        assertThat(hex(QueueRequest.bind(0, 1, 9984, 1, false)))
                .endsWith("08000400" + "00000001" + "08000500" + "00000000");
    }

    @Test
    void affirmsWithTheCopyModeAlone() {
        assertThat(hex(QueueRequest.affirm(3, 2, 0x2700)))
                .isEqualTo("20000000" + "0203" + "0500" + "02000000" + "00000000" + "00000003" + "09000200"
                        + "0000270002" + "000000");
    }

    @Test
    void closesWithALengthOfZero() {
        assertThat(hex(QueueRequest.close(3, 2)))
                .isEqualTo("1c000000" + "0203" + "0500" + "02000000" + "00000000" + "00000003" + "0800030000000000");
    }

    @Test
    void checksThePrivilegeWithPfBind() {
        assertThat(hex(QueueRequest.checkPrivilege(9)))
                .isEqualTo("1c000000" + "0203" + "0500" + "09000000" + "00000000" + "00000000" + "0800010003000002");
    }
}
