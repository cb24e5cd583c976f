// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

/** Why a capture cannot be read, or not to its end; the message names the file. */
public final class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Reason {
        /** The file is not there, not readable, or no capture of IP packets. */
        FILE,
        /** This machine has no libpcap. */
        LIBRARY
    }

    private final Reason reason;

    CaptureException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
