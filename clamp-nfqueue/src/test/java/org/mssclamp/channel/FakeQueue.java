// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.netlink.Errno;

/** A bound queue: {@code struct nfqnl_instance}. */
final class FakeQueue {
    private static final int COPY_PACKET = 2;
    private static final int MAX_COPY_RANGE = 0xFFFF - 4;
    private static final int FAIL_OPEN = 1;
    private static final int FLAGS_END = 0x20;

    private static final int CFG_PARAMS = 2;
    private static final int CFG_QUEUE_MAXLEN = 3;
    private static final int CFG_MASK = 4;
    private static final int CFG_FLAGS = 5;

    private static final int VERDICT_HDR = 2;
    private static final int MARK = 3;
    private static final int PAYLOAD = 10;
    private static final int NF_DROP = 0;
    private static final int NF_ACCEPT = 1;
    private static final int NF_STOLEN = 2;
    private static final int NF_QUEUE = 3;
    private static final int NF_STOP = 5;

    private final Map<Integer, FakeEntry> entries = new HashMap<>();
    private int held;
    private int lastId;
    private int copyMode;
    private int copyRange = MAX_COPY_RANGE;
    private int maxLength = 1024;
    private boolean failOpen;

    /** Goes on counting behind this id. */
    void lastId(int id) {
        lastId = id;
    }

    int copyRange() {
        return copyRange;
    }

    int maxLength() {
        return maxLength;
    }

    boolean failsOpen() {
        return failOpen;
    }

    /** Carries out the rest of a CONFIG message behind its command; 0 or an errno. */
    int configure(Attributes attributes) {
        if (attributes.has(CFG_FLAGS) && !attributes.has(CFG_MASK)) {
            return Errno.EINVAL;
        }
        if (attributes.has(CFG_PARAMS)) {
            if (!attributes.has(CFG_PARAMS, 5)) {
                return Errno.EINVAL;
            }
            copyMode = attributes.octets(CFG_PARAMS)[4];
            int range = attributes.integer(CFG_PARAMS);
            copyRange = range == 0 || range > MAX_COPY_RANGE ? MAX_COPY_RANGE : range;
        }
        if (attributes.has(CFG_QUEUE_MAXLEN)) {
            maxLength = attributes.integer(CFG_QUEUE_MAXLEN);
        }
        if (attributes.has(CFG_FLAGS)) {
            int flags = attributes.integer(CFG_FLAGS);
            int mask = attributes.integer(CFG_MASK);
            if (flags >= FLAGS_END) {
                return Errno.EOPNOTSUPP;
            }
            failOpen = ((mask & FAIL_OPEN) == 0 ? failOpen : (flags & FAIL_OPEN) != 0);
        }
        return 0;
    }

    /** Takes a packet in, gives it an id, and holds it, if it may. */
    FakeEntry take(FakePacket packet, boolean bufferIsFull) {
        if (copyMode != COPY_PACKET) {
            return new FakeEntry(packet, 0, FakeEntry.Fate.DROPPED);
        }
        if (held >= maxLength) {
            return new FakeEntry(packet, 0, failOpen ? FakeEntry.Fate.FAIL_OPENED : FakeEntry.Fate.DROPPED);
        }
        lastId++;
        if (bufferIsFull) {
            return new FakeEntry(packet, lastId, failOpen ? FakeEntry.Fate.FAIL_OPENED : FakeEntry.Fate.DROPPED);
        }
        FakeEntry entry = new FakeEntry(packet, lastId, FakeEntry.Fate.HELD);
        entries.put(lastId, entry);
        held++;
        return entry;
    }

    /** Drops what it holds, as when its netns, its hooks or the queue itself are going. */
    void dropHeld() {
        entries.values().forEach(this::drop);
    }

    /** Drops one that is held, as when its interface goes down. */
    void drop(FakeEntry entry) {
        if (entry.fate() == FakeEntry.Fate.HELD) {
            entry.meets(FakeEntry.Fate.DROPPED);
            held--;
        }
    }

    /** Carries out a VERDICT_BATCH message that queues packets again, here; returns them. */
    List<FakeEntry> requeue(Attributes attributes, int queueNumber) {
        if (attributes.integer(VERDICT_HDR) != (NF_QUEUE | queueNumber << 16)) {
            throw new AssertionError("verdict " + attributes.integer(VERDICT_HDR) + " for a batch");
        }
        int last = attributes.integer(VERDICT_HDR, 4);
        List<FakeEntry> again = entries.values().stream()
                .filter(entry -> entry.fate() == FakeEntry.Fate.HELD && entry.id() - last <= 0)
                .sorted((one, other) -> Integer.compare(one.id() - last, other.id() - last))
                .toList();
        for (FakeEntry entry : again) {
            entries.remove(entry.id());
            entry.queuedAgainAs(++lastId);
            entries.put(entry.id(), entry);
        }
        return again;
    }

    /** Carries out a VERDICT message; 0 or an errno. */
    int judge(Attributes attributes) {
        if (!attributes.has(VERDICT_HDR, 8)) {
            return Errno.EINVAL;
        }
        int verdict = attributes.integer(VERDICT_HDR) & 0xFFFF;
        if (verdict > NF_STOP || verdict == NF_STOLEN) {
            return Errno.EINVAL;
        }
        FakeEntry entry = entries.get(attributes.integer(VERDICT_HDR, 4));
        if (entry == null) {
            return Errno.ENOENT;
        }
        if (verdict != NF_DROP && verdict != NF_ACCEPT) {
            throw new AssertionError("verdict " + verdict + " for packet " + entry.id());
        }
        OptionalInt mark = attributes.has(MARK, 4) ? OptionalInt.of(attributes.integer(MARK)) : OptionalInt.empty();
        Optional<byte[]> payload = attributes.has(PAYLOAD) ? Optional.of(attributes.octets(PAYLOAD)) : Optional.empty();
        entry.judged(new FakeEntry.Verdict(verdict == NF_ACCEPT, mark, payload));
        if (entry.fate() != FakeEntry.Fate.HELD) {
            return Errno.ENOENT;
        }
        entry.meets(FakeEntry.Fate.ANSWERED);
        held--;
        return 0;
    }
}
