// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedPacketsTest {
    private static final String FIRST = "         0          0 4294967295";

    @ParameterizedTest
    @ValueSource(strings = {"5.10.0-8-amd64", "6.18.44", "7.0.12", "7.1.0", "8.0-rc1"})
    void areTakenInTheFirstUserNamespaceByAnyKernel(String release) {
        assertThat(ChangedPackets.of(FIRST, release)).isEqualTo(ChangedPackets.TAKEN);
        assertThat(ChangedPackets.of("", release)).isEqualTo(ChangedPackets.TAKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "5.10.0-8-amd64, TAKEN_YET",
        "6.18.44,        TAKEN_YET",
        "7.0.12,         TAKEN_YET",
        "7.1.0,          DROPPED",
        "7.1-rc2,        DROPPED",
        "7.12.3,         DROPPED",
        "8.0.0,          DROPPED",
        "10.2,           DROPPED",
        "unknown,        TAKEN_YET"
    })
    void areDroppedInAnotherByLaterKernels(String release, ChangedPackets expected) {
        assertThat(ChangedPackets.of("         0       1000          1", release))
                .isEqualTo(expected);
        assertThat(ChangedPackets.of("0 100000 65536\n", release)).isEqualTo(expected);
    }

    @Test
    void areDroppedWhereOnlySomeIdsStandForThemselves() {
        assertThat(ChangedPackets.of("0 0 65536\n", "7.2.0")).isEqualTo(ChangedPackets.DROPPED);
    }
}
