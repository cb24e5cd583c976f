// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.BitSet;
import org.mssclamp.channel.ErrnoException;

/** The processors that the calling thread may run on, by the kernel's numbers. */
public final class ThreadAffinity {
    /** A bit for each of the most processors that a kernel can be built for; it refuses to answer into less than it has. */
    private static final int MASK_OCTETS = 8192 / Byte.SIZE;

    private static final int THIS_THREAD = 0;

    private ThreadAffinity() {}

    /** Those it may run on now; a new thread inherits them. */
    public static BitSet cpus() {
        try (Memory mask = new Memory(MASK_OCTETS)) {
            mask.clear();
            long address = Pointer.nativeValue(mask);
            check(Libc.sched_getaffinity(THIS_THREAD, MASK_OCTETS, address), "ask which processors there are");
            return BitSet.valueOf(mask.getByteArray(0, MASK_OCTETS));
        }
    }

    /** Keeps it on one. */
    public static void pin(int cpu) {
        try (Memory mask = new Memory(MASK_OCTETS)) {
            mask.clear();
            mask.setByte(cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
            long address = Pointer.nativeValue(mask);
            check(Libc.sched_setaffinity(THIS_THREAD, MASK_OCTETS, address), "run on processor " + cpu);
        }
    }

    private static void check(int result, String attempt) {
        if (result < 0) {
            throw new ErrnoException(attempt, Libc.errno(), "");
        }
    }
}
