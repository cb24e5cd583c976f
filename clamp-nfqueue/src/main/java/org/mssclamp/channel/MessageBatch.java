// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Slots that one receive fills, and the replies that one send gathers out of them.
 *
 * <pre>
 *   slot:  │ headroom 32 │ message as received … │ tailroom 16 │
 *                     └────── a reply may lie anywhere in the slot ──────┘
 * </pre>
 *
 * Owns its octets for its whole life; every view on them is on loan until the next receive. Not thread-safe.
 */
public final class MessageBatch implements AutoCloseable {
    /** Octets before a message, for a reply header longer than what the message has before its payload. */
    private static final int HEADROOM_OCTETS = 32;
    /** Octets behind a message, for a reply longer than what was received. */
    private static final int TAILROOM_OCTETS = 16;

    private final ByteBuf buffer;
    private final int slots;
    private final int messageOctets;
    private final int[] lengths;
    private final int[] replyIndexes;
    private final int[] replyLengths;
    private int replies;

    /**
     * Allocates the slots.
     *
     * @param slots messages in one batch
     * @param messageOctets the longest message that is received whole; a multiple of 16
     */
    public MessageBatch(int slots, int messageOctets) {
        this.slots = slots;
        this.messageOctets = messageOctets;
        buffer = Unpooled.directBuffer(slots * slotOctets(), slots * slotOctets());
        lengths = new int[slots];
        replyIndexes = new int[slots];
        replyLengths = new int[slots];
    }

    private int slotOctets() {
        return HEADROOM_OCTETS + messageOctets + TAILROOM_OCTETS;
    }

    public ByteBuf buffer() {
        return buffer;
    }

    public int slots() {
        return slots;
    }

    /** The longest message that is received whole. */
    public int messageOctets() {
        return messageOctets;
    }

    /** Where the message of a slot begins in the buffer. */
    public int index(int slot) {
        return slot * slotOctets() + HEADROOM_OCTETS;
    }

    /** Octets received in a slot. */
    public int length(int slot) {
        return lengths[slot];
    }

    /** Says what a slot holds now. Only for a channel. */
    public void fill(int slot, int length) {
        lengths[slot] = length;
    }

    /** Forgets the replies of the receive before. */
    public void clearReplies() {
        replies = 0;
    }

    /** Appends a message to what is sent; one for each slot at most. */
    public void reply(int index, int length) {
        replyIndexes[replies] = index;
        replyLengths[replies] = length;
        replies++;
    }

    /** Sends less of a reply than was said. */
    public void shortenReply(int reply, int length) {
        replyLengths[reply] = length;
    }

    public int replies() {
        return replies;
    }

    /** Where a reply begins in the buffer. */
    public int replyIndex(int reply) {
        return replyIndexes[reply];
    }

    /** Octets of a reply, without padding. */
    public int replyLength(int reply) {
        return replyLengths[reply];
    }

    @Override
    public void close() {
        buffer.release();
    }
}
