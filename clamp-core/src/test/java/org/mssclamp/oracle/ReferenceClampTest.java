// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.clamp.KernelVector;

class ReferenceClampTest {
    static List<KernelVector> vectors() {
        return KernelVector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void keepsTheContractWhereMssIsLeftMissing(KernelVector vector) {
        assertThat(hex(ReferenceClamp.leavingMissing(vector.limit()).apply(vector.packet())))
                .isEqualTo(vector.leave());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void keepsTheContractWhereMissingMssIsAdded(KernelVector vector) {
        assertThat(hex(ReferenceClamp.addingMissing(vector.limit()).apply(vector.packet())))
                .isEqualTo(vector.add());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void modelsTheKernel(KernelVector vector) {
        Optional<byte[]> modelled = new KernelClamp(vector.limit()).apply(vector.packet());

        assertThat(modelled.isEmpty()).isEqualTo(vector.kernelDrops());
        assertThat(hex(modelled)).isEqualTo(vector.kernelOut());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void namesEachDivergenceFromTheKernel(KernelVector vector) {
        assertThat(Divergence.of(vector.packet(), ReferenceClamp.leavingMissing(vector.limit()))
                        .isPresent())
                .isEqualTo(!vector.leave().equals(vector.kernelOut()));
        assertThat(Divergence.of(vector.packet(), ReferenceClamp.addingMissing(vector.limit()))
                        .isPresent())
                .isEqualTo(!vector.add().equals(vector.kernelOut()));
    }

    /** Nothing, for a packet that is dropped. */
    private static String hex(Optional<byte[]> packet) {
        return packet.map(HexFormat.of()::formatHex).orElse("");
    }
}
