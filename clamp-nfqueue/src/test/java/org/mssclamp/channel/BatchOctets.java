// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.util.Arrays;
import java.util.Deque;

/** The octets of a {@link MessageBatch} in the hands of a scripted kernel. */
public final class BatchOctets {
    /** Octets on which nobody may rely. */
    private static final byte[] POISONED = poisoned();

    private BatchOctets() {}

    /** Takes datagrams off a socket into the slots, each cut to what a slot holds; returns how many. */
    public static int receive(MessageBatch batch, Deque<byte[]> socket) {
        int count = 0;
        while (count < batch.slots() && !socket.isEmpty()) {
            byte[] datagram = socket.remove();
            int length = Math.min(datagram.length, batch.messageOctets());
            batch.buffer().setBytes(batch.index(count), datagram, 0, length);
            batch.fill(count, length);
            count++;
        }
        return count;
    }

    /** The replies one behind the other, each padded so that the next begins aligned. */
    public static byte[] gather(MessageBatch batch, int from, int to) {
        int octets = 0;
        for (int reply = from; reply < to; reply++) {
            octets += align(batch.replyLength(reply));
        }
        byte[] gathered = new byte[octets];
        int next = 0;
        for (int reply = from; reply < to; reply++) {
            int length = align(batch.replyLength(reply));
            batch.buffer().getBytes(batch.replyIndex(reply), gathered, next, length);
            next += length;
        }
        return gathered;
    }

    private static int align(int length) {
        return (length + 3) & ~3;
    }

    /** Overwrites all slots with 0xA5. */
    public static void poison(MessageBatch batch) {
        poison(batch, 0, batch.buffer().capacity());
    }

    /** Overwrites the first slots with 0xA5. */
    static void poison(MessageBatch batch, int slots) {
        poison(batch, 0, slots * (batch.buffer().capacity() / batch.slots()));
    }

    /** Overwrites with 0xA5 what was sent. */
    public static void poisonReplies(MessageBatch batch, int from, int to) {
        for (int reply = from; reply < to; reply++) {
            poison(batch, batch.replyIndex(reply), batch.replyLength(reply));
        }
    }

    private static void poison(MessageBatch batch, int index, int length) {
        for (int done = 0; done < length; done += POISONED.length) {
            batch.buffer().setBytes(index + done, POISONED, 0, Math.min(POISONED.length, length - done));
        }
    }

    private static byte[] poisoned() {
        byte[] octets = new byte[1 << 14];
        Arrays.fill(octets, (byte) 0xA5);
        return octets;
    }
}
