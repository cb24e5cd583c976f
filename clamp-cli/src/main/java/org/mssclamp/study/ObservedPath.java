// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of the way from one host to another. Sizes are octets of IP packets. Not thread-safe. */
final class ObservedPath {
    /** Beyond them an end's values are not told apart; hosts have one or two. */
    private static final int MOST_VALUES = 16;

    private final Key key;
    private final SortedMap<Integer, Long> announced = new TreeMap<>();
    /** Each larger than the largest that arrived. */
    private final NavigableSet<Integer> vanished = new TreeSet<>();

    private int largestArrived;
    private int tooBigMtu = Integer.MAX_VALUE;

    /** Which way it is. */
    record Key(Host from, Host to) {}

    ObservedPath(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    /** The host at its end has announced the MSS that the one at its beginning is to obey. */
    void announced(int mss, long syns) {
        if (announced.size() < MOST_VALUES || announced.containsKey(mss)) {
            announced.merge(mss, syns, Long::sum);
        }
    }

    SortedMap<Integer, Long> announced() {
        return announced;
    }

    void add(Course course) {
        largestArrived = Math.max(largestArrived, course.largestArrived());
        if (course.smallestVanished() != Integer.MAX_VALUE) {
            vanished.add(course.smallestVanished());
        }
        vanished.headSet(largestArrived, true).clear();
        if (vanished.size() > MOST_VALUES) {
            vanished.pollLast();
        }
    }

    void tooBig(int mtu) {
        tooBigMtu = Math.min(tooBigMtu, mtu);
    }

    /** Octets of the largest packet that arrived, of any connection; 0 if none is known to. */
    int largestArrived() {
        return largestArrived;
    }

    /** Octets of the smallest that vanished and is larger; empty if there is none. */
    OptionalInt vanished() {
        return vanished.isEmpty() ? OptionalInt.empty() : OptionalInt.of(vanished.first());
    }

    /** The least MTU that a router told. */
    OptionalInt tooBigMtu() {
        return tooBigMtu == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(tooBigMtu);
    }

    /** Whether something tells that it does not carry everything. */
    boolean isNarrow() {
        return !vanished.isEmpty() || tooBigMtu != Integer.MAX_VALUE;
    }
}
