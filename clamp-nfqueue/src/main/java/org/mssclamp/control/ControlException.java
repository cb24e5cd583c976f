// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

/** Why a request is refused; the message says what to do, and may have several lines. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    public ControlException(RefusalCode code, String message) {
        this(code.number(), message);
    }

    /** With another number of {@code mssclamp}'s exit codes. */
    public ControlException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** What the client is told, without the end of the last line. */
    String answer() {
        return "error: " + code + " " + getMessage();
    }
}
