// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mssclamp.netlink.Errno;

/** What {@code nfnetlink_rcv} and nfnetlink_queue make of the messages they are sent. Not thread-safe. */
final class FakeNetfilter {
    private static final int VERDICT = 0x0301;
    private static final int CONFIG = 0x0302;
    private static final int VERDICT_BATCH = 0x0303;
    private static final int FIRST_TYPE = 16;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    private static final int CFG_CMD = 1;
    private static final int CMD_BIND = 1;
    private static final int CMD_PF_BIND = 3;
    private static final int HEADER_OCTETS = 16;
    private static final int CAPPED = 0x100;

    private final int queueNumber;
    private @Nullable FakeQueue queue;
    private int lastId;
    private int binds;
    private boolean present = true;
    private boolean privileged = true;
    private boolean takenByAnother;
    private Runnable beforeBindIsAnswered = () -> {};
    private Runnable onceNothingMayWait = () -> {};
    private final Consumer<FakeEntry> requeued;

    /** Tells of each packet that it has put into the queue again. */
    FakeNetfilter(int queueNumber, Consumer<FakeEntry> requeued) {
        this.queueNumber = queueNumber;
        this.requeued = requeued;
    }

    /** The queue, if it is bound by this socket. */
    @Nullable
    FakeQueue queue() {
        return queue;
    }

    /** The queue that is bound by this socket. */
    FakeQueue boundQueue() {
        if (queue == null) {
            throw new AssertionError("queue " + queueNumber + " is not bound");
        }
        return queue;
    }

    int binds() {
        return binds;
    }

    void destroyQueue() {
        boundQueue().dropHeld();
        queue = null;
    }

    void lastId(int id) {
        if (queue == null) {
            lastId = id;
        } else {
            queue.lastId(id);
        }
    }

    void remove() {
        present = false;
    }

    void privileged(boolean yes) {
        privileged = yes;
    }

    void takenByAnother(boolean taken) {
        takenByAnother = taken;
    }

    void beforeBindIsAnswered(Runnable happening) {
        beforeBindIsAnswered = happening;
    }

    void onceNothingMayWait(Runnable happening) {
        onceNothingMayWait = happening;
    }

    /** Handles every message of one send, in order; it stops without a word at an impossible length. */
    void handle(byte[] octets, Consumer<byte[]> answers) {
        ByteBuffer buffer = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        int next = 0;
        while (octets.length - next >= HEADER_OCTETS) {
            int length = buffer.getInt(next);
            if (length < HEADER_OCTETS || length > octets.length - next) {
                return;
            }
            int type = Short.toUnsignedInt(buffer.getShort(next + 4));
            int flags = Short.toUnsignedInt(buffer.getShort(next + 6));
            int errno = (flags & REQUEST) == 0 || type < FIRST_TYPE ? 0 : handle(type, octets, next, length);
            if (errno != 0 || (flags & ACK) != 0) {
                // With NETLINK_CAP_ACK it holds the header alone of what it answers.
                byte[] header = Arrays.copyOfRange(octets, next, next + HEADER_OCTETS);
                answers.accept(KernelOctets.error(CAPPED, header, errno));
            }
            next += (length + 3) & ~3;
        }
    }

    private int handle(int type, byte[] octets, int index, int length) {
        if (!privileged) {
            return Errno.EPERM;
        }
        if (!present || length < HEADER_OCTETS + 4) {
            return Errno.EINVAL;
        }
        int number = Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort(index + 18));
        Attributes attributes = Attributes.parse(octets, index + HEADER_OCTETS + 4, index + length);
        return switch (type) {
            case CONFIG -> configure(number, attributes);
            case VERDICT -> judge(number, attributes);
            case VERDICT_BATCH -> requeue(number, attributes);
            default -> throw new AssertionError("message of type " + type);
        };
    }

    private int configure(int number, Attributes attributes) {
        int command = attributes.has(CFG_CMD, 4) ? attributes.octets(CFG_CMD)[0] : 0;
        if (command == CMD_PF_BIND) {
            return 0;
        }
        binds += command == CMD_BIND ? 1 : 0;
        if (takenByAnother) {
            return Errno.EPERM;
        }
        if (command == CMD_BIND && number == queueNumber) {
            if (queue != null) {
                return Errno.EBUSY;
            }
            queue = new FakeQueue();
            queue.lastId(lastId);
            lastId = 0;
        }
        if (queue == null || number != queueNumber) {
            return Errno.ENODEV;
        }
        int errno = queue.configure(attributes);
        if (command == CMD_BIND) {
            beforeBindIsAnswered.run();
        } else if (queue.maxLength() == 0) {
            onceNothingMayWait.run();
        }
        return errno;
    }

    private int requeue(int number, Attributes attributes) {
        if (takenByAnother) {
            return Errno.EPERM;
        }
        if (queue == null || number != queueNumber) {
            return Errno.ENODEV;
        }
        List<FakeEntry> entries = queue.requeue(attributes, queueNumber);
        entries.forEach(requeued);
        return entries.isEmpty() ? Errno.ENOENT : 0;
    }

    private int judge(int number, Attributes attributes) {
        if (takenByAnother) {
            return Errno.EPERM;
        }
        return queue == null || number != queueNumber ? Errno.ENODEV : queue.judge(attributes);
    }
}
