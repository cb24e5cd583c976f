// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.capture.CaptureException;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

/** What a verb ends with when a capture cannot be read or written. */
final class CaptureFailure {
    private CaptureFailure() {}

    static StartException of(CaptureException refused) {
        ExitCode exit = switch (refused.reason()) {
            case FILE -> ExitCode.NO_INPUT;
            case LIBRARY, OUTPUT -> ExitCode.SYSTEM;
            case FORBIDDEN -> ExitCode.NO_PERMISSION;
        };
        return new StartException(exit, String.valueOf(refused.getMessage()));
    }
}
