// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.Arrays;

/**
 * Segments of one direction that are on their way, by what they hold and the size of their packets: sixteen at most. One whose
 * octets were sent again in smaller packets is divided: it cannot be said which of them arrived. Not thread-safe.
 */
final class Underway {
    private static final int MOST = 16;
    private static final int FIRST_ROOM = 2;

    private static final int WORDS = 4;
    private static final int START = 0;
    private static final int END = 1;
    private static final int OCTETS = 2;
    private static final int DIVIDED = 3;

    /** Of one segment behind the other: its numbers, octets of the packet, 1 if it is divided. Objects would take twice the room. */
    private int[] words = {};

    private int count;

    /** Sequence numbers are compared modulo 2^32 (RFC 9293 3.4). */
    private static boolean isAfter(int one, int other) {
        return one - other > 0;
    }

    private int word(int segment, int which) {
        return words[segment * WORDS + which];
    }

    /** Adds one if there is room, and it is not there yet. */
    void add(int start, int end, int octets) {
        if (count == MOST || isThere(start, octets)) {
            return;
        }
        if (words.length == count * WORDS) {
            words = Arrays.copyOf(words, Math.max(2 * words.length, FIRST_ROOM * WORDS));
        }
        int at = count++ * WORDS;
        words[at + START] = start;
        words[at + END] = end;
        words[at + OCTETS] = octets;
        words[at + DIVIDED] = 0;
    }

    private boolean isThere(int start, int octets) {
        for (int i = 0; i < count; i++) {
            if (word(i, START) == start && word(i, OCTETS) == octets) {
                return true;
            }
        }
        return false;
    }

    private boolean overlaps(int segment, int start, int end) {
        return isAfter(word(segment, END), start) && isAfter(end, word(segment, START));
    }

    /** What lies between these numbers is sent again in a packet of so many octets. */
    void divide(int start, int end, int octets) {
        for (int i = 0; i < count; i++) {
            if (overlaps(i, start, end) && octets < word(i, OCTETS)) {
                words[i * WORDS + DIVIDED] = 1;
            }
        }
    }

    /** Forgets what has a part between these numbers. */
    void forget(int start, int end) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!overlaps(i, start, end)) {
                keep(i, kept++);
            }
        }
        count = kept;
    }

    private void keep(int segment, int at) {
        System.arraycopy(words, segment * WORDS, words, at * WORDS, WORDS);
    }

    /** Octets of the smallest packet whose segment is divided, and ends before this number; or the largest number. */
    int smallestDivided(int number) {
        int smallest = Integer.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            if (!isAfter(word(i, END), number) && word(i, DIVIDED) != 0) {
                smallest = Math.min(smallest, word(i, OCTETS));
            }
        }
        return smallest;
    }

    /**
     * Takes out the segments that end before this number.
     *
     * @return octets of the largest packet of those that are not divided: it arrived; 0 if there is none
     */
    int acknowledge(int number) {
        int largest = 0;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (isAfter(word(i, END), number)) {
                keep(i, kept++);
            } else if (word(i, DIVIDED) == 0) {
                largest = Math.max(largest, word(i, OCTETS));
            }
        }
        count = kept;
        return largest;
    }

    /**
     * Takes out the segments between these numbers that are not divided.
     *
     * @return octets of the largest packet of them: it arrived; 0 if there is none
     */
    int arrive(int start, int end) {
        int largest = 0;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (word(i, DIVIDED) != 0 || isAfter(start, word(i, START)) || isAfter(word(i, END), end)) {
                keep(i, kept++);
            } else {
                largest = Math.max(largest, word(i, OCTETS));
            }
        }
        count = kept;
        return largest;
    }
}
