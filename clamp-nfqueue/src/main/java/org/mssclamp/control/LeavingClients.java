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

/**
 * Clients that were told to go. What they still say is read: closed with something unread, a connection is reset, and the client
 * may not hear why it was refused.
 *
 * <p>Not thread-safe.
 */
final class LeavingClients {
    /** Who has not gone when so many others leave is gone without. */
    static final int MOST = 8;

    private final Deque<SocketChannel> clients = new ArrayDeque<>();
    private final ByteBuffer unheard = ByteBuffer.allocate(ControlRequest.MOST_OCTETS);

    /** Tells it why; there is room for so little, whether it reads or not. The selector tells when it says something. */
    void add(SocketChannel client, String why, Selector selector) {
        if (clients.size() == MOST) {
            close(clients.element());
        }
        clients.add(client);
        try {
            client.configureBlocking(false);
            client.write(ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8)));
            client.shutdownOutput();
            client.register(selector, SelectionKey.OP_READ);
        } catch (IOException gone) {
            close(client);
        }
    }

    /** Drops what it says, and lets go of it if it has gone. */
    void read(SocketChannel client) {
        try {
            if (client.read(unheard.clear()) < 0) {
                close(client);
            }
        } catch (IOException gone) {
            close(client);
        }
    }

    /** Lets go of all. */
    void close() {
        while (!clients.isEmpty()) {
            close(clients.element());
        }
    }

    private void close(SocketChannel client) {
        clients.remove(client);
        try {
            client.close();
        } catch (IOException closed) {
            // By the client, too.
        }
    }
}
