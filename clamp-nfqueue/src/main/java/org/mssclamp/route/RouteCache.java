// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

/**
 * Path MTUs by what was asked: a hash table of fixed size in which a new answer takes the place of an old one.
 *
 * <pre>
 *   set:    │ entry │ entry │ entry │ entry │                    a query can lie in one set only
 *   entry:  │ to 16 │ from 16 │ interfaces 8 │ kind 8 │ until 8 │ changes 4, MTU 4 │
 * </pre>
 *
 * <p>An answer holds until its time is over, and until {@link RouteChanges} counts another change. Allocates nothing. Not
 * thread-safe.
 */
final class RouteCache {
    /** Not in the cache, or no longer. */
    static final int MISS = Integer.MIN_VALUE;

    private static final int SETS = 1024;
    private static final int ENTRIES = 4;
    private static final int WORDS = 8;
    private static final int SET_WORDS = ENTRIES * WORDS;
    private static final int UNTIL = 6;
    private static final int ANSWER = 7;

    private final long[] words = new long[SETS * SET_WORDS];
    private int next;

    /** The MTU that was put in for the same query, or {@link #MISS}. */
    int find(RouteQuery query, long nowNs, int changes) {
        int set = set(query);
        for (int entry = set; entry < set + SET_WORDS; entry += WORDS) {
            if (isFor(entry, query)) {
                return isCurrent(entry, nowNs, changes) ? (int) words[entry + ANSWER] : MISS;
            }
        }
        return MISS;
    }

    /**
     * Keeps an answer.
     *
     * @param mtu anything but {@link #MISS}
     * @param untilNs when its time is over, on the clock of {@link #find}
     * @param changes as they were counted before the kernel was asked
     */
    void put(RouteQuery query, int mtu, long nowNs, long untilNs, int changes) {
        int entry = place(query, nowNs, changes);
        words[entry] = query.toHigh();
        words[entry + 1] = query.toLow();
        words[entry + 2] = query.fromHigh();
        words[entry + 3] = query.fromLow();
        words[entry + 4] = query.interfaces();
        words[entry + 5] = query.kind();
        words[entry + UNTIL] = untilNs;
        words[entry + ANSWER] = (long) changes << 32 | (mtu & 0xFFFF_FFFFL);
    }

    /** That of the same query, or one that holds no longer, or else any of the set in turn. */
    private int place(RouteQuery query, long nowNs, int changes) {
        int set = set(query);
        int free = -1;
        for (int entry = set; entry < set + SET_WORDS; entry += WORDS) {
            if (isFor(entry, query)) {
                return entry;
            }
            if (!isCurrent(entry, nowNs, changes)) {
                free = entry;
            }
        }
        next = (next + WORDS) % SET_WORDS;
        return free < 0 ? set + next : free;
    }

    private boolean isFor(int entry, RouteQuery query) {
        return words[entry + 1] == query.toLow()
                && words[entry + 3] == query.fromLow()
                && words[entry] == query.toHigh()
                && words[entry + 2] == query.fromHigh()
                && words[entry + 4] == query.interfaces()
                && words[entry + 5] == query.kind();
    }

    private boolean isCurrent(int entry, long nowNs, int changes) {
        return words[entry + UNTIL] - nowNs > 0 && (int) (words[entry + ANSWER] >>> 32) == changes;
    }

    private static int set(RouteQuery query) {
        long mixed = query.toLow() * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29 ^ query.fromLow() ^ query.toHigh() ^ query.kind()) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 32 ^ query.fromHigh() ^ query.interfaces()) * 0x94D049BB133111EBL;
        return (int) (mixed >>> 54) * SET_WORDS;
    }
}
