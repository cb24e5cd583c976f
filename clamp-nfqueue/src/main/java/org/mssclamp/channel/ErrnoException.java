// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import org.mssclamp.netlink.Errno;

/** A system call of set-up that failed. */
public class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** Says what was tried, and what the operator can do about it. */
    public ErrnoException(String attempt, int errno, String advice) {
        super(attempt + ": " + Errno.name(errno) + (advice.isEmpty() ? "" : "; " + advice));
        this.errno = errno;
    }

    /** Whether this process may not; of a way that leads nowhere the kernel may say EACCES, too. */
    public boolean lacksPermission() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }

    public int errno() {
        return errno;
    }
}
