// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import org.mssclamp.netlink.Errno;

/** A system call of set-up that failed. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** Says what was tried, and what the operator can do about it. */
    public ErrnoException(String attempt, int errno, String advice) {
        super(attempt + ": " + Errno.name(errno) + (advice.isEmpty() ? "" : "; " + advice));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
