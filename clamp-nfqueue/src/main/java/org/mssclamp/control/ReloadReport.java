// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.util.List;
import org.mssclamp.config.Problem;

/**
 * What became of a reload, or would.
 *
 * @param exitCode 0 if it was accepted
 * @param generation of the configuration that is in force now
 * @param outcome what it changes, or why it is refused
 * @param problems of the text, in its order; warnings alone if it was accepted
 */
public record ReloadReport(int exitCode, int generation, String outcome, List<Problem> problems) {
    /** Copies the list. */
    public ReloadReport {
        problems = List.copyOf(problems);
    }

    /** Whether what was read is in force now, or would be. */
    public boolean accepted() {
        return exitCode == 0;
    }
}
