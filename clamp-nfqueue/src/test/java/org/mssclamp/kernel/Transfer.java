// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mssclamp.packet.Family;

/**
 * Ten million octets on their way through a connection that the client of a {@link TunnelLab} made.
 *
 * <p>They are sent and received only while somebody waits here. Not thread-safe.
 */
final class Transfer implements AutoCloseable {
    static final int OCTETS = 10_000_000;

    private static final int PORT = 8080;
    private static final int CHUNK_OCTETS = 1 << 16;
    private static final int TIMEOUT_SECONDS = 60;

    /** Who receives: of a download the client, of an upload the server. */
    enum Direction {
        DOWNLOAD,
        UPLOAD
    }

    private final TcpSocket sender;
    private final TcpSocket receiver;
    private final byte[] chunk = new byte[CHUNK_OCTETS];
    private int sent;
    private int received;

    private Transfer(TcpSocket sender, TcpSocket receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    /** Connects both, which shows that small packets pass. */
    static Transfer connect(TunnelLab lab, Direction direction, Family family) {
        String address = TunnelLab.serverAddress(family);
        try (TcpSocket listener = TcpSocket.listen(lab.server(), address, PORT)) {
            TcpSocket client = TcpSocket.connect(lab.client(), address, PORT);
            TcpSocket server = listener.accept();
            return direction == Direction.DOWNLOAD ? new Transfer(server, client) : new Transfer(client, server);
        }
    }

    /** Octets. */
    int received() {
        return received;
    }

    /** Sends and receives until all is received. */
    void run() {
        runUntil(() -> false);
    }

    /** As {@link #run}, but at most until this holds. */
    void runUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (received < OCTETS && !condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("received " + received + " octets in " + TIMEOUT_SECONDS + " s");
            }
            moveOrPause();
        }
    }

    /** As {@link #run}, but at most until the sender has sent again so often in a row for nothing. */
    void runUntilTimeouts(int inARow) {
        runUntil(() -> sender.timeoutsInARow() >= inARow);
    }

    private void moveOrPause() {
        int out = sender.send(chunk, Math.min(chunk.length, OCTETS - sent));
        int in = receiver.receive(chunk);
        sent += out;
        received += in;
        if (out + in > 0) {
            return;
        }
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Leaves nothing on the way. */
    @Override
    public void close() {
        sender.abort();
        receiver.abort();
    }
}
