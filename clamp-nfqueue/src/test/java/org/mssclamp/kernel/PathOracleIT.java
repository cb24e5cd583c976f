// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.Seed;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.packet.Family;

/**
 * The kernel's {@code --clamp-mss-to-pmtu} as the oracle: each packet goes once through xt_TCPMSS and once through NFQUEUE
 * and us, and both must have taken the path to carry what was configured.
 */
@ExtendWith(XtablesTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathOracleIT {
    private static final int PACKETS_PER_CASE = 300;
    private static final int LEAST_PACKETS_PER_FAMILY = 5_000;

    private final List<PathComparison> comparisons = new ArrayList<>();

    static List<PathCase> cases() {
        return Stream.of(LinkCases.all(), RouteCases.all(), PolicyCases.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void clampsToThePathAsTheKernelDoes(PathCase path) {
        PacketGenerator generator =
                PacketGenerator.around(Seed.VALUE + path.name().hashCode(), path.usualMss());
        generator.next(); // Number 0 is for the kernel to replace, where it sends a packet of its own.
        try (PathTrial trial = new PathTrial(path, generator.next(PACKETS_PER_CASE))) {
            PathComparison comparison = trial.compare();
            comparisons.add(comparison);
            comparison.assertNothingUnnamed();
            assertThat(comparison.changed()).isPositive();
        }
    }

    @AfterAll
    void countAll() {
        System.out.println(PathComparison.HEAD + ", " + Seed.REPLAY);
        comparisons.forEach(comparison -> System.out.println(comparison.row()));
        for (Family family : Family.values()) {
            int packets = comparisons.stream()
                    .mapToInt(comparison -> comparison.packets(family))
                    .sum();
            assertThat(packets).as("packets of %s", family).isGreaterThanOrEqualTo(LEAST_PACKETS_PER_FAMILY);
        }
        assertThat(comparisons.stream().flatMap(comparison -> comparison.divergences().stream()))
                .contains(PathDivergence.values());
    }
}
