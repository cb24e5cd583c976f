// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mssclamp.study.Findings;
import org.mssclamp.study.Verdict;

/**
 * What captures show.
 *
 * @param files as they were named
 * @param ends of those that were not read to their end, why
 * @param rules what was tried on the SYNs, if there were rules
 */
record CaptureReport(
        List<String> files,
        List<String> ends,
        boolean interrupted,
        Findings findings,
        Verdict verdict,
        @Nullable Rules rules,
        Passage passage) {
    /**
     * The rules that were tried.
     *
     * @param file the configuration
     */
    record Rules(String file, PathSource paths) {}

    /** Copies the lists. */
    CaptureReport {
        files = List.copyOf(files);
        ends = List.copyOf(ends);
    }

    CaptureReport with(@Nullable Rules tried, Passage passed) {
        return new CaptureReport(files, ends, interrupted, findings, verdict, tried, passed);
    }
}
