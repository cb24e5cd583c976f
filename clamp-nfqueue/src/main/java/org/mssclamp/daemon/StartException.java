// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

/** Why a process of ours cannot start; the message says what to do. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public StartException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
