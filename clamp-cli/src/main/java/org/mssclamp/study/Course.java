// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

/**
 * One direction of a connection: what was sent that way, and what of it arrived, as the other direction acknowledges it.
 *
 * <pre>
 *   acknowledged ──┬──────────────┬───────────┬──── next
 *                  │ stuck: sent  │ underway: larger than anything
 *                  │ so many times│ that has arrived so far
 * </pre>
 *
 * Sizes are octets of IP packets. Of what may still change the answer little is kept, whatever the window: segments larger
 * than the largest that arrived, and the one that is waited for. Not thread-safe.
 */
final class Course {
    /** The first, and two retransmissions: with Linux 600 ms of silence at least. */
    static final int SENDINGS_OF_A_STALL = 3;

    /** What is taken for one octet of a window's probe, or to keep a connection alive. */
    private static final int PROBE_OCTETS = 1;

    private static final int MOST_OPTION_OCTETS = 40;
    /** Where no handshake was seen: larger ones are taken for several segments that a device joins or cuts. */
    private static final int USUAL_MSS = 1460;

    private boolean begun;
    private int next;
    private boolean acknowledgedKnown;
    private int acknowledged;
    private int hopLimit;
    private int mss = USUAL_MSS;
    private int fullMss = USUAL_MSS;

    private int largestArrived;
    private int vanished = Integer.MAX_VALUE;
    private boolean recovered;

    private int sendings;
    private int stuckOctets;
    private int stuckPayload;
    /** Octets of the packet in which it was sent in vain, before it was in smaller ones; 0 if it was not. */
    private int shrunkFrom;

    private long stuckSinceNs;

    private final Underway underway = new Underway();

    private boolean sentFull;
    private long sentAgain;
    private long aggregates;

    /** Sequence numbers are compared modulo 2^32 (RFC 9293 3.4). */
    private static boolean isAfter(int one, int other) {
        return one - other > 0;
    }

    /**
     * Says what the handshake came to.
     *
     * @param mss what the receiver announced
     * @param fullMss the smaller of what both announced: with its own, a sender tells its own MTU
     */
    void limit(int mss, int fullMss) {
        this.mss = mss;
        this.fullMss = fullMss;
    }

    /** Whether it is the same segment again behind a router, as captures of several interfaces have it. */
    boolean isCopy(Segment segment) {
        return begun
                && segment.sequenceLength() > 0
                && segment.hopLimit() != hopLimit
                && !isAfter(segment.sequence() + segment.sequenceLength(), next);
    }

    void sent(Segment segment, long nowNs) {
        int start = segment.sequence();
        if (!begun) {
            begin(start, segment);
        }
        int length = segment.sequenceLength();
        if (length == 0) {
            return;
        }
        boolean again = isAfter(next, start);
        if (again && start == next - 1 && !segment.takesMoreThanData()) {
            // Not what RFC 9293 3.8.4 and 3.8.6.1 send to hear whether the other end is still there.
            again = false;
            if (length <= PROBE_OCTETS) {
                return;
            }
        }
        sentAgain += again ? 1 : 0;
        int end = start + length;
        if (isAfter(end, next)) {
            next = end;
            // Who answers a handshake may be another than who sends the data.
            hopLimit = segment.hopLimit();
        }
        sentFull |= isFull(segment.payloadOctets());
        follow(segment, start, end, again);
        watch(segment, start, again, nowNs);
    }

    private void begin(int start, Segment segment) {
        begun = true;
        next = start;
        hopLimit = segment.hopLimit();
        if (segment.isSyn()) {
            acknowledged = start;
            acknowledgedKnown = true;
        }
    }

    private boolean isAggregate(Segment segment) {
        return segment.payloadOctets() > mss;
    }

    private void follow(Segment segment, int start, int end, boolean again) {
        int octets = segment.packetOctets();
        if (isAggregate(segment)) {
            aggregates++;
            if (again) {
                // In which size that arrives nobody can say.
                underway.forget(start, end);
            }
            return;
        }
        if (again) {
            underway.divide(start, end, octets);
        }
        if (octets > largestArrived) {
            underway.add(start, end, octets);
        }
    }

    private void watch(Segment segment, int start, boolean again, long nowNs) {
        if (!acknowledgedKnown || start != acknowledged || segment.payloadOctets() == 0) {
            return;
        }
        if (sendings == 0) {
            stuckSinceNs = nowNs;
            // What is sent again was sent before, when something else was waited for.
            sendings = again ? 1 : 0;
            stuckOctets = Integer.MAX_VALUE;
        }
        sendings++;
        if (!isAggregate(segment) && segment.packetOctets() < stuckOctets) {
            shrunkFrom = shrunkFrom == 0 && isStalled() ? stuckOctets : shrunkFrom;
            stuckOctets = segment.packetOctets();
            stuckPayload = segment.payloadOctets();
        }
    }

    /** The other direction has acknowledged all before this number. */
    void acknowledged(int number) {
        if (!acknowledgedKnown) {
            acknowledgedKnown = true;
            acknowledged = number;
            return;
        }
        if (!isAfter(number, acknowledged)) {
            return;
        }
        int given = underway.smallestDivided(number);
        largestArrived = Math.max(largestArrived, underway.acknowledge(number));
        if (shrunkFrom != 0 || isStalled()) {
            recovered = true;
            given = Math.min(given, shrunkFrom != 0 ? shrunkFrom : stuckOctets);
        }
        if (given > largestArrived) {
            vanished = Math.min(vanished, given);
        }
        acknowledged = number;
        sendings = 0;
        shrunkFrom = 0;
    }

    /** The other direction has told that it has these octets, though others before them are missing. */
    void arrived(int start, int end) {
        largestArrived = Math.max(largestArrived, underway.arrive(start, end));
    }

    /** Whether it waits for a segment that was sent often enough. */
    private boolean isStuck() {
        return sendings >= SENDINGS_OF_A_STALL;
    }

    /** Whether that is a full one, or was before it was sent in smaller ones, and larger than anything that arrived. */
    boolean isStalled() {
        return isStuck()
                && stuckOctets != Integer.MAX_VALUE
                && stuckOctets > largestArrived
                && (shrunkFrom != 0 || isFull(stuckPayload));
    }

    /** Whether it is as much as the sender may send, but for TCP's options. */
    private boolean isFull(int payloadOctets) {
        return payloadOctets + MOST_OPTION_OCTETS >= fullMss;
    }

    /** Whether a full segment was sent. */
    boolean hasSentFull() {
        return sentFull;
    }

    /** Whether it waits in vain for something that does not tell of its size: nothing arrives, or is acknowledged. */
    boolean isLost() {
        return isStuck() && !isStalled();
    }

    /** Whether it stalled, and then went on with smaller segments. */
    boolean hasRecovered() {
        return recovered && vanished > largestArrived;
    }

    /** Octets of the largest packet that arrived; 0 if none is known to. */
    int largestArrived() {
        return largestArrived;
    }

    /** Octets of the smallest packet that vanished though smaller ones arrive; or the largest number. */
    int smallestVanished() {
        int before = vanished > largestArrived ? vanished : Integer.MAX_VALUE;
        return isStalled() ? Math.min(before, stuckOctets) : before;
    }

    int sendings() {
        return sendings;
    }

    long stuckSinceNs() {
        return stuckSinceNs;
    }

    /** Segments of data, SYN or FIN that begin before what had been sent: sent again, or overtaken on the way. */
    long sentAgain() {
        return sentAgain;
    }

    /** Segments larger than the receiver allows: several, which a device joins or is to cut. */
    long aggregates() {
        return aggregates;
    }
}
