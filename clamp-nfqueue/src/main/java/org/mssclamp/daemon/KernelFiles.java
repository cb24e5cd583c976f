// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

/**
 * Where the kernel tells of the sockets and queues that there are.
 *
 * @param sockets as {@link KernelSocket} reads it
 * @param queues as {@link KernelQueue} reads it
 */
record KernelFiles(ProcFile sockets, ProcFile queues) {
    /** Those of this machine. */
    static final KernelFiles PROC = new KernelFiles(KernelSocket.FILE, KernelQueue.FILE);

    /** What they tell now. */
    KernelView look() {
        return new KernelView(KernelSocket.parse(sockets.lines()), KernelQueue.parse(queues.lines()));
    }
}
