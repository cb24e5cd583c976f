// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureReader;
import org.mssclamp.capture.CapturedFrame;

/**
 * Goes through two captures side by side, and tells of each packet that is not the same in both.
 *
 * <p>Where the next packets are different ones, the nearest that are one packet are looked for, some way ahead; what lies
 * before them is missing in the other capture. So the memory is the same however large the captures are. Not thread-safe.
 */
public final class CaptureDiff {
    private final CaptureReader firstReader;
    private final CaptureReader secondReader;
    private final FrameQueue first;
    private final FrameQueue second;
    private final ByteBuffer firstOctets;
    private final ByteBuffer secondOctets;
    private final Consumer<Difference> told;

    private long same;
    private long different;
    private long onlyInFirst;
    private long onlyInSecond;

    /** Tells of the differences in the order of the captures. */
    public CaptureDiff(CaptureReader first, CaptureReader second, Consumer<Difference> told) {
        this.told = told;
        firstReader = first;
        secondReader = second;
        this.first = new FrameQueue(first);
        this.second = new FrameQueue(second);
        firstOctets = first.octets().duplicate();
        secondOctets = second.octets().duplicate();
    }

    /** Goes on by a packet or more; false at the end of both. */
    public boolean advance() throws CaptureException {
        return (first.isEmpty() && second.isEmpty()) ? advanceInPlace() : advanceStored();
    }

    /** As long as all is the same nothing is copied. */
    private boolean advanceInPlace() throws CaptureException {
        boolean inFirst = first.read();
        boolean inSecond = second.read();
        if (inFirst && inSecond && isSame(firstReader.frame(), secondReader.frame())) {
            same++;
            return true;
        }
        if (inFirst) {
            first.store();
        }
        if (inSecond) {
            second.store();
        }
        return inFirst || inSecond;
    }

    private boolean isSame(CapturedFrame one, CapturedFrame other) {
        if (one.capturedLength() != other.capturedLength()
                || one.wireLength() != other.wireLength()
                || one.hasTime() != other.hasTime()
                || one.timeNs() != other.timeNs()
                || one.packetIndex() - one.index() != other.packetIndex() - other.index()) {
            return false;
        }
        firstOctets.limit(one.index() + one.capturedLength()).position(one.index());
        secondOctets.limit(other.index() + other.capturedLength()).position(other.index());
        return firstOctets.equals(secondOctets);
    }

    private boolean advanceStored() throws CaptureException {
        StoredFrame one = first.head();
        StoredFrame other = second.head();
        if (one == null || other == null) {
            return tellRest(one, other);
        }
        if (one.identity() == other.identity()) {
            first.take(1);
            second.take(1);
            compare(one, other);
            return true;
        }
        align(first.lookAhead(), second.lookAhead());
        return true;
    }

    private boolean tellRest(@Nullable StoredFrame one, @Nullable StoredFrame other) {
        if (one != null) {
            tellMissing(1, 0);
        }
        if (other != null) {
            tellMissing(0, 1);
        }
        return one != null || other != null;
    }

    private void compare(StoredFrame one, StoredFrame other) {
        if (one.isSameAs(other)) {
            same++;
            return;
        }
        different++;
        told.accept(new Difference(
                OptionalLong.of(one.number()),
                OptionalLong.of(other.number()),
                PacketName.of(one),
                FrameFields.compare(one, other)));
    }

    /** Finds the pair of one packet that has the fewest others before it; without one, the two heads have no counterpart. */
    private void align(List<StoredFrame> ones, List<StoredFrame> others) {
        Map<Long, Integer> places = new HashMap<>();
        for (int i = others.size() - 1; i >= 0; i--) {
            places.put(others.get(i).identity(), i);
        }
        int before = 1;
        int beforeOther = 1;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < ones.size() && i < fewest; i++) {
            Integer place = places.get(ones.get(i).identity());
            if (place != null && i + place < fewest) {
                before = i;
                beforeOther = place;
                fewest = i + place;
            }
        }
        tellMissing(before, beforeOther);
    }

    private void tellMissing(int ones, int others) {
        for (StoredFrame one : first.take(ones)) {
            onlyInFirst++;
            told.accept(
                    new Difference(OptionalLong.of(one.number()), OptionalLong.empty(), PacketName.of(one), List.of()));
        }
        for (StoredFrame other : second.take(others)) {
            onlyInSecond++;
            told.accept(new Difference(
                    OptionalLong.empty(), OptionalLong.of(other.number()), PacketName.of(other), List.of()));
        }
    }

    /** Packets of the first capture that were read. */
    public long inFirst() {
        return first.packets();
    }

    /** Packets of the second capture that were read. */
    public long inSecond() {
        return second.packets();
    }

    /** Packets that are the same in both, octet for octet, with their time. */
    public long same() {
        return same;
    }

    /** Packets that are in both, and not the same. */
    public long different() {
        return different;
    }

    public long onlyInFirst() {
        return onlyInFirst;
    }

    public long onlyInSecond() {
        return onlyInSecond;
    }
}
