// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void areThoseOfSysexitsAndOfSignals() {
        assertThat(ExitCode.values())
                .extracting(ExitCode::code)
                .containsExactly(0, 1, 64, 66, 69, 70, 71, 77, 78, 130, 143);
    }

    @Test
    void eachSaysWhatItMeans() {
        assertThat(ExitCode.values())
                .extracting(ExitCode::description)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }
}
