// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

/** A connection as it was seen at one place: its handshake, and what went either way. Not thread-safe. */
final class Flow {
    static final int LOWER = 0;
    static final int UPPER = 1;

    /** Stands for the MSS of an end whose SYN was not seen. */
    static final int NOT_SEEN = -1;

    private static final int NEITHER = -1;

    private final FlowKey key;
    private final Course[] courses = {new Course(), new Course()};
    private final int[] mss = {NOT_SEEN, NOT_SEEN};
    private final int[] syns = new int[2];

    private int client = NEITHER;
    private int firstSequence;
    private boolean answered;
    private boolean complete;
    private boolean refused;
    private long copies;
    private long lastNs;

    Flow(FlowKey key) {
        this.key = key;
    }

    FlowKey key() {
        return key;
    }

    /** What goes from that end to the other. */
    Course courseFrom(int end) {
        return courses[end];
    }

    /** Whether the segment begins another connection between the same ends. */
    boolean isOver(Segment segment) {
        return segment.isSyn() && !segment.isAck() && (client == NEITHER || segment.sequence() != firstSequence);
    }

    /**
     * Takes a SYN or SYN-ACK, which {@link #take} has to follow.
     *
     * @param announced the MSS that the sender of data is to obey
     */
    void announce(int end, int announced, Segment segment) {
        mss[end] = announced;
        syns[end]++;
        if (client == NEITHER) {
            client = segment.isAck() ? 1 - end : end;
            firstSequence = segment.isAck() ? segment.acknowledgment() - 1 : segment.sequence();
        }
        answered |= segment.isAck() && end != client;
        int other = 1 - end;
        int smaller = mss[other] == NOT_SEEN ? announced : Math.min(announced, mss[other]);
        courses[other].limit(announced, smaller);
        if (mss[other] != NOT_SEEN) {
            courses[end].limit(mss[other], smaller);
        }
    }

    void take(int end, Segment segment, long nowNs) {
        lastNs = nowNs;
        Course course = courses[end];
        Course back = courses[1 - end];
        if (course.isCopy(segment)) {
            copies++;
            return;
        }
        course.sent(segment, nowNs);
        if (segment.isReset()) {
            refused |= !complete && client != NEITHER && end != client;
            return;
        }
        if (segment.isAck()) {
            back.acknowledged(segment.acknowledgment());
            segment.selectivelyAcknowledge(back);
            complete |= answered && end == client && !segment.isSyn();
        }
    }

    /** What the end announced, or {@link #NOT_SEEN}. */
    int mss(int end) {
        return mss[end];
    }

    /** SYNs and SYN-ACKs that the end sent. */
    int syns(int end) {
        return syns[end];
    }

    /** Whether a SYN or SYN-ACK of it was seen. */
    boolean hasBegun() {
        return client != NEITHER;
    }

    /** Whether the handshake went through. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the server refused it. */
    boolean isRefused() {
        return refused && !complete;
    }

    /** When a segment was seen last. */
    long lastNs() {
        return lastNs;
    }

    /** Packets that were seen a second time, behind a router. */
    long copies() {
        return copies;
    }
}
