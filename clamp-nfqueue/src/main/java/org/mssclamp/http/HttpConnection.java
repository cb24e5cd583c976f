// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client, from its first octet to its last. For one thread; never waits. */
final class HttpConnection {
    static final int LONGEST_HEAD_OCTETS = 8192;

    /** Of what a client sends behind its request: unread, it would make the kernel reset the connection. */
    static final int MOST_REFUSE_OCTETS = 64 << 10;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final HttpPages pages;
    private final long patienceNs;
    private final ByteBuffer received = ByteBuffer.allocate(LONGEST_HEAD_OCTETS);
    private ByteBuffer answer = NONE;
    private Phase phase = Phase.READING;
    private int refuseOctets;
    private long deadlineNs;

    /** What it is at. */
    private enum Phase {
        READING,
        WRITING,
        LEAVING,
        OVER
    }

    /**
     * Takes over the channel, which does not block.
     *
     * @param patienceNs how long the request may take, and the answer again
     */
    HttpConnection(SocketChannel channel, HttpPages pages, long patienceNs, long nowNs) {
        this.channel = channel;
        this.pages = pages;
        this.patienceNs = patienceNs;
        deadlineNs = nowNs + patienceNs;
    }

    /** Goes on as far as the client lets it; then {@link #awaited} says what for. */
    void advance(long nowNs) throws IOException {
        if (phase == Phase.READING && hasRead()) {
            deadlineNs = nowNs + patienceNs;
            phase = Phase.WRITING;
        }
        if (phase == Phase.WRITING && hasWritten()) {
            channel.shutdownOutput();
            phase = Phase.LEAVING;
        }
        if (phase == Phase.LEAVING && hasLeft()) {
            end();
        }
    }

    /** The operation of {@link SelectionKey} that it waits for. */
    int awaited() {
        return phase == Phase.WRITING ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    boolean isOverdue(long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    /** Whether the head is there, or as much of it as will ever be; then the answer is, too. */
    private boolean hasRead() throws IOException {
        int count;
        do {
            count = channel.read(received);
        } while (count > 0 && !isHeadComplete());
        if (count >= 0 && !isHeadComplete()) {
            return false;
        }
        Optional<HttpRequest> request = HttpRequest.parse(head());
        answer =
                pages.answer(request).octets(request.isEmpty() || !request.get().wantsNoBody());
        return true;
    }

    private boolean isHeadComplete() {
        return !received.hasRemaining() || head().contains(HttpRequest.END_OF_HEAD);
    }

    private String head() {
        return new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1);
    }

    private boolean hasWritten() throws IOException {
        channel.write(answer);
        return !answer.hasRemaining();
    }

    /** Whether the client has closed its side, or sends more than anyone would. */
    private boolean hasLeft() throws IOException {
        int count;
        do {
            count = channel.read(received.clear());
            refuseOctets += Math.max(0, count);
        } while (count > 0 && refuseOctets < MOST_REFUSE_OCTETS);
        return count != 0;
    }

    /** Ends it, whatever it is at. */
    void end() {
        phase = Phase.OVER;
        answer = NONE;
        try {
            channel.close();
        } catch (IOException gone) {
            // So it has ended.
        }
    }
}
