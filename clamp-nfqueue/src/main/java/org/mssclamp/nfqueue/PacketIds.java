// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.List;

/**
 * The ids of the packets that a queue sends, each one more than the one before, modulo 2^32: what is missing never came.
 *
 * <p>Not thread-safe.
 */
final class PacketIds {
    /** Two that each id there can be is up to one of: the kernel compares them modulo 2^32. */
    static final List<Integer> LAST = List.of(0x7FFF_FFFF, 0xFFFF_FFFF);

    private static final int FIRST = 1;

    private int expected = FIRST;
    private int first = FIRST;
    private boolean anywhere;

    /** Of a queue bound anew, which counts from 1. */
    void beginAnew() {
        expected = FIRST;
        first = FIRST;
        anywhere = false;
    }

    /** Of a queue that has sent others to a predecessor: the next one may be any. */
    void beginAnywhere() {
        anywhere = true;
    }

    /** Goes on behind the last one that another has seen. */
    void goOnBehind(PacketIds predecessor) {
        expected = predecessor.expected;
        first = predecessor.first;
        anywhere = predecessor.anywhere;
    }

    /** Takes note of the next one, and returns how many are missing before it. */
    int missedBefore(int id) {
        if (anywhere) {
            anywhere = false;
            first = id;
            expected = id;
        }
        int missed = id - expected;
        expected = id + 1;
        return Math.max(missed, 0);
    }

    /** Whether one has come since the beginning. */
    boolean hasFirst() {
        return !anywhere;
    }

    /** The one that came first, or could have, since the beginning. */
    int first() {
        return first;
    }
}
