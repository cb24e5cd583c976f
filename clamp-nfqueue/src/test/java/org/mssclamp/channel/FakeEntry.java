// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What became of one packet in a {@link FakeKernel}: every verdict that came for it, also the ones too many. */
public final class FakeEntry {
    /** Where the packet is. */
    public enum Fate {
        /** It waits for a verdict. */
        HELD,
        /** It got one. */
        ANSWERED,
        /** No listener was there. */
        BYPASSED,
        /** The listener's queue or buffer was full, and fail-open was on. */
        FAIL_OPENED,
        /** The kernel dropped it of its own accord. */
        DROPPED
    }

    /**
     * A verdict as it came.
     *
     * @param accepted whether it was NF_ACCEPT, and not NF_DROP
     * @param mark what it sets as the packet's mark
     * @param payload the whole new packet
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Verdict(boolean accepted, OptionalInt mark, Optional<byte[]> payload) {}

    private final FakePacket packet;
    private int id;
    private final List<Verdict> verdicts = new ArrayList<>(1);
    private Fate fate;
    private int batch;

    FakeEntry(FakePacket packet, int id, Fate fate) {
        this.packet = packet;
        this.id = id;
        this.fate = fate;
    }

    public FakePacket packet() {
        return packet;
    }

    /** Its packet id, the last if it was queued several times, 0 if it got none. */
    public int id() {
        return id;
    }

    public Fate fate() {
        return fate;
    }

    /** The number of the receive that delivered it. */
    public int batch() {
        return batch;
    }

    /** Its only verdict; fails if there is none, or there are several. */
    public Verdict verdict() {
        if (verdicts.size() != 1) {
            throw new AssertionError("packet " + id + ", " + fate + ", has " + verdicts.size() + " verdicts");
        }
        return verdicts.get(0);
    }

    public List<Verdict> verdicts() {
        return verdicts;
    }

    void queuedAgainAs(int newId) {
        id = newId;
    }

    void meets(Fate end) {
        fate = end;
    }

    void deliveredBy(int receive) {
        batch = receive;
    }

    void judged(Verdict verdict) {
        verdicts.add(verdict);
    }
}
