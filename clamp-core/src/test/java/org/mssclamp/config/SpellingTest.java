// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({"match, match, 0", "mathc, match, 1", "mach, match, 1", "matches, match, 2", "'', mtu, 3", "ca, abc, 3"
    })
    void countsInsertionsDeletionsReplacementsAndSwaps(String a, String b, int distance) {
        assertThat(Spelling.distance(a, b)).isEqualTo(distance);
        assertThat(Spelling.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void findsTheNearest() {
        assertThat(Spelling.nearest("set-ms", List.of("mtu", "set-mss", "set-mark")))
                .contains("set-mss");
        assertThat(Spelling.nearest("mut", List.of("mtu", "pass"))).contains("mtu");
    }

    @Test
    void findsNothingWhereMostLettersDiffer() {
        assertThat(Spelling.nearest("colour", List.of("in", "out", "mark"))).isEmpty();
        assertThat(Spelling.nearest("x".repeat(1_000_000), List.of("in"))).isEmpty();
    }
}
