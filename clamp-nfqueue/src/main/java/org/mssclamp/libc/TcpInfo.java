// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** The part of {@code struct tcp_info} that tells of segments; see linux/tcp.h. Overwritten by each {@link #read}. */
final class TcpInfo implements AutoCloseable {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int OCTETS = 128;
    private static final int STATE = 0;
    private static final int STATE_CLOSE = 7;
    private static final int OPTIONS = 5;
    private static final int OPTION_TIMESTAMPS = 1;
    private static final int SND_MSS = 16;
    private static final int BYTES_ACKED = 120;
    private static final int PMTU = 60;
    private static final int ADVMSS = 84;
    private static final int TOTAL_RETRANS = 100;
    /** RFC 7323: 10 octets, and 2 that align them. */
    private static final int TIMESTAMP_OCTETS = 12;

    private final int socket;
    private final Memory info = new Memory(OCTETS);

    TcpInfo(int socket) {
        this.socket = socket;
        info.clear();
    }

    TcpInfo read() {
        try (Memory length = new Memory(Integer.BYTES)) {
            length.setInt(0, OCTETS);
            Libc.getsockopt(socket, IPPROTO_TCP, TCP_INFO, Pointer.nativeValue(info), Pointer.nativeValue(length));
        }
        return this;
    }

    /** Whether the connection has ended, by a reset of the other side or by an error. */
    boolean isClosed() {
        return info.getByte(STATE) == STATE_CLOSE;
    }

    /** Octets of data in a full segment that we send. */
    int segmentOctets() {
        return info.getInt(SND_MSS);
    }

    /** Octets of the options that each segment bears. */
    int optionOctets() {
        return (info.getByte(OPTIONS) & OPTION_TIMESTAMPS) != 0 ? TIMESTAMP_OCTETS : 0;
    }

    /** Octets of data that the host has acknowledged. */
    long acknowledgedOctets() {
        return info.getLong(BYTES_ACKED);
    }

    /** How many segments were sent again. */
    int retransmissions() {
        return info.getInt(TOTAL_RETRANS);
    }

    int pathMtu() {
        return info.getInt(PMTU);
    }

    /** The MSS that we announced; the kernel subtracts the options from it that each segment bears. */
    int announcedMss() {
        return info.getInt(ADVMSS) + optionOctets();
    }

    @Override
    public void close() {
        info.close();
    }
}
