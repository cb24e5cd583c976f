// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceClampTest {
    static List<KernelVector> vectors() {
        return KernelVector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void keepsTheContractWhereMssIsLeftMissing(KernelVector vector) {
        assertThat(ReferenceClamp.leavingMissing(vector.limit()).apply(vector.packet()))
                .hasValueSatisfying(octets -> assertThat(octets).containsExactly(vector.leaving()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void keepsTheContractWhereMissingMssIsAdded(KernelVector vector) {
        assertThat(ReferenceClamp.addingMissing(vector.limit()).apply(vector.packet()))
                .hasValueSatisfying(octets -> assertThat(octets).containsExactly(vector.adding()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void modelsTheKernel(KernelVector vector) {
        Optional<byte[]> modelled = new KernelClamp(vector.limit()).apply(vector.packet());

        assertThat(modelled.isPresent()).isEqualTo(vector.kernel().isPresent());
        assertThat(modelled.orElse(new byte[0])).containsExactly(vector.kernel().orElse(new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void namesEachDivergenceFromTheKernel(KernelVector vector) {
        boolean leavingDiverges =
                !Arrays.equals(vector.leaving(), vector.kernel().orElse(null));
        boolean addingDiverges = !Arrays.equals(vector.adding(), vector.kernel().orElse(null));

        assertThat(Divergence.of(vector.packet(), ReferenceClamp.leavingMissing(vector.limit()))
                        .isPresent())
                .isEqualTo(leavingDiverges);
        assertThat(Divergence.of(vector.packet(), ReferenceClamp.addingMissing(vector.limit()))
                        .isPresent())
                .isEqualTo(addingDiverges);
    }
}
