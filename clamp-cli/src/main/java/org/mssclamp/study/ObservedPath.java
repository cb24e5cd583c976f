// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of the way from one host to another. Sizes are octets of IP packets. Not thread-safe. */
final class ObservedPath {
    /** Beyond them an end's values are not told apart; hosts have one or two. */
    private static final int MOST_VALUES = 16;

    private final Key key;
    private final SortedMap<Integer, Long> announced = new TreeMap<>();
    private int largestArrived;
    private int vanished = Integer.MAX_VALUE;
    private int tooBigMtu = Integer.MAX_VALUE;
    private String router = "";

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
        vanished = Math.min(vanished, course.smallestVanished());
    }

    void tooBig(int mtu, Host sender) {
        if (mtu < tooBigMtu) {
            tooBigMtu = mtu;
            router = sender.toString();
        }
    }

    /** Octets of the largest packet that arrived, of any connection; 0 if none is known to. */
    int largestArrived() {
        return largestArrived;
    }

    /** Octets of the smallest that vanished and is larger; empty if there is none. */
    OptionalInt vanished() {
        return vanished != Integer.MAX_VALUE && vanished > largestArrived
                ? OptionalInt.of(vanished)
                : OptionalInt.empty();
    }

    /** The least MTU that a router told. */
    OptionalInt tooBigMtu() {
        return tooBigMtu == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(tooBigMtu);
    }

    /** Who told it. */
    String router() {
        return router;
    }

    /** Whether something tells that it does not carry everything. */
    boolean isNarrow() {
        return vanished != Integer.MAX_VALUE || tooBigMtu != Integer.MAX_VALUE;
    }
}
