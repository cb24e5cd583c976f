// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Clients of the control socket that were refused, until they have gone. What they still say is read: closed with something
 * unread, a connection is reset, and the client may not hear why it was refused.
 *
 * <p>Not thread-safe.
 */
final class LeavingClients {
    /** Who has not gone when so many others leave is gone without. */
    static final int MOST = 8;

    private final Deque<Leaving> clients = new ArrayDeque<>();
    private final ByteBuffer unheard = ByteBuffer.allocate(ControlRequest.MOST_OCTETS);

    private static final class Leaving {
        final SocketChannel channel;
        final long deadlineNs = System.nanoTime() + ControlConnection.LINE_NANOS;
        int octets;

        Leaving(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Tells it why; there is room for so little, whether it reads or not. The selector tells when it says something. */
    void add(SocketChannel channel, String why, Selector selector) {
        if (clients.size() == MOST) {
            close(clients.element());
        }
        Leaving client = new Leaving(channel);
        clients.add(client);
        try {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            channel.register(selector, SelectionKey.OP_READ, client);
        } catch (IOException gone) {
            close(client);
        }
    }

    /** Drops what one of them says, and lets go of it if it has gone, or has said too much. */
    void read(SelectionKey key) {
        if (!(key.attachment() instanceof Leaving client)) {
            return;
        }
        try {
            int octets = client.channel.read(unheard.clear());
            client.octets += octets;
            if (octets < 0 || client.octets > ControlConnection.MOST_REFUSE) {
                close(client);
            }
        } catch (IOException gone) {
            close(client);
        }
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /** Lets go of those that take too long. */
    void cutOverdue(long nowNs) {
        List.copyOf(clients).stream()
                .filter(client -> nowNs - client.deadlineNs >= 0)
                .forEach(this::close);
    }

    /** Lets go of all. */
    void close() {
        List.copyOf(clients).forEach(this::close);
    }

    private void close(Leaving client) {
        clients.remove(client);
        try {
            client.channel.close();
        } catch (IOException closed) {
            // By the client, too.
        }
    }
}
