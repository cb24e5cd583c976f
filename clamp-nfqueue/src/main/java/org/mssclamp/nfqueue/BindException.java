// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

/** A queue that could not be bound; the message says why and what to do. */
public final class BindException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a queue could not be bound. */
    public enum Reason {
        /** CAP_NET_ADMIN is missing. */
        NOT_PERMITTED,
        /** Another socket has it. */
        TAKEN,
        /** The kernel does not know NFQUEUE. */
        NOT_SUPPORTED,
        /** Something else, told in the message. */
        FAILED
    }

    private final Reason reason;

    BindException(int queueNumber, Reason reason, String why) {
        super("cannot bind queue " + queueNumber + ": " + why);
        this.reason = reason;
    }

    /** Why, for those who choose an exit code by it. */
    public Reason reason() {
        return reason;
    }
}
