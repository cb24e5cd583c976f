// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.mssclamp.channel.ErrnoException;

/**
 * The options of one socket, as setsockopt(2) has them. For set-up.
 *
 * @param socket its descriptor, or one that turns out to be none of a socket
 */
record SocketOptions(int socket) {
    private static final int TIMEVAL_OCTETS = 16;

    void set(int level, int option, int value) {
        if (!allows(level, option, value)) {
            throw new ErrnoException("set socket option " + option, Libc.errno(), "");
        }
    }

    /** Sets a text, closed by a zero octet; throws with what the operator can do. */
    void set(int level, int option, String value, String attempt, String advice) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try (Memory octets = new Memory(text.length + 1L)) {
            octets.clear();
            octets.write(0, text, 0, text.length);
            if (Libc.setsockopt(socket, level, option, Pointer.nativeValue(octets), text.length + 1) < 0) {
                throw new ErrnoException(attempt, Libc.errno(), advice);
            }
        }
    }

    /** Sets it if that is permitted. */
    boolean allows(int level, int option, int value) {
        try (Memory number = new Memory(Integer.BYTES)) {
            number.setInt(0, value);
            return Libc.setsockopt(socket, level, option, Pointer.nativeValue(number), Integer.BYTES) == 0;
        }
    }

    /** Sets a time to wait, to the second. */
    void setSeconds(int option, int seconds) {
        // struct timeval { time_t tv_sec; suseconds_t tv_usec; };
        try (Memory time = new Memory(TIMEVAL_OCTETS)) {
            time.clear();
            time.setLong(0, seconds);
            Libc.setsockopt(socket, Libc.SOL_SOCKET, option, Pointer.nativeValue(time), TIMEVAL_OCTETS);
        }
    }

    /** Sizes a buffer: beyond the limit of sysctl net.core.{r,w}mem_max where that is permitted. */
    void setBuffer(int forced, int allowed, int octets) {
        // The kernel doubles what it is given, to account for its overhead.
        if (!allows(Libc.SOL_SOCKET, forced, octets / 2)) {
            // Outside the first user namespace only the limit is to be had.
            set(Libc.SOL_SOCKET, allowed, octets / 2);
        }
    }

    /** An option of the level SOL_SOCKET, or -1: there is none, or there is no socket. */
    int value(int option) {
        return value(Libc.SOL_SOCKET, option);
    }

    /** As that, of any level. */
    int value(int level, int option) {
        try (Memory number = new Memory(Integer.BYTES);
                Memory length = new Memory(Integer.BYTES)) {
            length.setInt(0, Integer.BYTES);
            long valueAddress = Pointer.nativeValue(number);
            long lengthAddress = Pointer.nativeValue(length);
            int result = Libc.getsockopt(socket, level, option, valueAddress, lengthAddress);
            return result == 0 ? number.getInt(0) : -1;
        }
    }
}
