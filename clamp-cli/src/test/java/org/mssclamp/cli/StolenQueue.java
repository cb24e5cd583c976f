// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.libc.NetlinkSocket;

/** Queue 0 of a namespace in the hands of this process, which is no daemon. */
record StolenQueue(NetlinkSocket socket) implements AutoCloseable {
    // nlmsghdr: 28 octets, NFNL_SUBSYS_QUEUE NFQNL_MSG_CONFIG, NLM_F_REQUEST; nfgenmsg: queue 0; NFQA_CFG_CMD: BIND
    private static final String BIND = "1c000000 0203 0100 01000000 00000000  00 00 0000  0800 0100 01 00 0000";

    static StolenQueue of(Namespace namespace) {
        NetlinkSocket socket = namespace.call(NetlinkSocket::forQueue);
        byte[] request = HexFormat.of().parseHex(BIND.replace(" ", ""));
        ByteBuf octets = Unpooled.directBuffer(request.length).writeBytes(request);
        assertThat(socket.send(octets)).isZero();
        octets.release();
        return new StolenQueue(socket);
    }

    long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
        socket.close();
    }
}
