// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

/** A scripted socket that can be waited for, a hundred times faster than a real one. For any thread. */
public abstract class FakeSocket implements NetlinkChannel {
    private boolean woken;

    /** Whether a receive would not find it empty; its change is told by {@code notifyAll}. */
    protected abstract boolean isReadable();

    @Override
    public synchronized boolean await(int timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 10_000L;
        while (!woken && !isReadable()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        woken = false;
        return true;
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }
}
