// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.socket;

/** Why there can be no socket at a path; the message says what to do. */
public final class SocketRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of obstacle it is. */
    public enum Reason {
        /** Something is there that is not to be replaced. */
        OCCUPIED,
        /** Its directory cannot be made, or nothing can be made in it. */
        UNWRITABLE
    }

    SocketRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
