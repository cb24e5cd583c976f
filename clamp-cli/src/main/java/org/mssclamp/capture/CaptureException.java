// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

/** Why a capture cannot be read, or not to its end, or not be written; the message names the file. */
public final class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Reason {
        /** The file is not there, not readable, or no capture of IP packets. */
        FILE,
        /** This machine has no libpcap. */
        LIBRARY,
        /** There is no leave to write. */
        FORBIDDEN,
        /** What is written finds no room, or nobody who takes it. */
        OUTPUT
    }

    private final Reason reason;

    CaptureException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The file cannot even be opened. */
    static CaptureException unreadable(Object file, String why) {
        return new CaptureException(Reason.FILE, file + ": cannot read the capture: " + why);
    }

    public Reason reason() {
        return reason;
    }
}
