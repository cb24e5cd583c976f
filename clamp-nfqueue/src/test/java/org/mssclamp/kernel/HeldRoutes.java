// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import io.netty.buffer.ByteBuf;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.route.RouteSockets;

/** Opens sockets for rtnetlink whose events can be held back, so that the kernel's buffer for them overruns. */
final class HeldRoutes implements RouteSockets {
    private static final int PAUSE_MS = 10;

    private volatile boolean holding;

    @Override
    public NetlinkChannel open(int... groups) {
        NetlinkSocket socket = NetlinkSocket.forRoutes(groups);
        return groups.length == 0 ? socket : new Held(socket);
    }

    /** From now on no event is read. For any thread. */
    void hold() {
        holding = true;
    }

    /** Lets what was held back, and not lost, be read. For any thread. */
    void release() {
        holding = false;
    }

    private final class Held implements NetlinkChannel {
        private final NetlinkSocket socket;

        Held(NetlinkSocket socket) {
            this.socket = socket;
        }

        @Override
        public int receive(MessageBatch batch) {
            return holding ? 0 : socket.receive(batch);
        }

        @Override
        public boolean await(int timeoutMillis) {
            if (!holding) {
                return socket.await(timeoutMillis);
            }
            pause();
            return false;
        }

        private static void pause() {
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public int sendReplies(MessageBatch batch, int from, int to) {
            return socket.sendReplies(batch, from, to);
        }

        @Override
        public int send(ByteBuf message) {
            return socket.send(message);
        }

        @Override
        public void wake() {
            socket.wake();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
