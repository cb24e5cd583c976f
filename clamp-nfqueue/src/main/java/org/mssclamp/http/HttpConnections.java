// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.http;

import java.util.ArrayDeque;
import java.util.Deque;

/** The clients that are there. For one thread. */
final class HttpConnections {
    static final int MOST = 8;

    /** In the order in which they came. */
    private final Deque<HttpConnection> connections = new ArrayDeque<>();

    boolean isEmpty() {
        return connections.isEmpty();
    }

    /** One more; if they are too many the first ends. */
    void add(HttpConnection connection) {
        connections.removeIf(HttpConnection::isOver);
        if (connections.size() >= MOST) {
            connections.removeFirst().end();
        }
        connections.addLast(connection);
    }

    /** Those that have taken too long end. */
    void endOverdue(long nowNs) {
        for (HttpConnection connection : connections) {
            if (connection.isOverdue(nowNs)) {
                connection.end();
            }
        }
        connections.removeIf(HttpConnection::isOver);
    }

    void endAll() {
        connections.forEach(HttpConnection::end);
    }
}
