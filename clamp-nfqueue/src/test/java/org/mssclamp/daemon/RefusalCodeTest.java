// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.control.RefusalCode;

class RefusalCodeTest {
    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void isTheExitCodeOfItsName(RefusalCode code) {
        assertThat(code.number()).isEqualTo(ExitCode.valueOf(code.name()).code());
    }
}
