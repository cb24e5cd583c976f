// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import com.sun.jna.Function;
import com.sun.jna.Native;
import org.mssclamp.kernel.NetlinkDescriptor;

/**
 * A second descriptor of a daemon's socket for NFQUEUE, taken from outside by {@code pidfd_getfd(2)}: what it does, the
 * kernel takes for the daemon's doing.
 */
final class StolenSocket implements AutoCloseable {
    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_GETFD = 438;

    private final int fd;

    /** Takes it from the process of this number. */
    StolenSocket(long pid) {
        int pidfd = call("syscall", (long) PIDFD_OPEN, pid, 0L);
        fd = call("syscall", (long) PIDFD_GETFD, (long) pidfd, (long) NetlinkDescriptor.ofQueue(pid), 0L);
        call("close", pidfd);
    }

    private static int call(String function, Object... arguments) {
        int result = Function.getFunction("c", function).invokeInt(arguments);
        if (result < 0) {
            throw new IllegalStateException(function + ": errno " + Native.getLastError());
        }
        return result;
    }

    /** Gives up a queue. */
    void unbind(int queueNumber) {
        new NetlinkDescriptor(fd).unbind(queueNumber);
    }

    @Override
    public void close() {
        call("close", fd);
    }
}
