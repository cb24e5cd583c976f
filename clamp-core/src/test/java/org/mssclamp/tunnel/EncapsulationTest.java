// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;
import org.mssclamp.tunnel.Encapsulation.Part;

class EncapsulationTest {
    private static final int TUNNELS_PER_PRESET = 100;
    private static final int STACKS = 200;
    private static final int PACKETS = 40;

    private final Dice dice = new Dice(Seed.VALUE);
    private final SampleTunnels samples = new SampleTunnels(dice);

    static List<Preset> presets() {
        return Presets.all();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void isAsLargeAsThePacketLaidOutOctetByOctet(Preset preset) {
        for (Tunnel tunnel : samples.of(preset, TUNNELS_PER_PRESET)) {
            equalsNaive(TunnelStack.of(List.of(tunnel)));
        }
    }

    @Test
    void isAsLargeInTwoOrThreeTunnels() {
        for (int i = 0; i < STACKS; i++) {
            equalsNaive(stack());
        }
    }

    private void equalsNaive(TunnelStack written) {
        int pathMtu = dice.between(576, 9000);
        TunnelStack stack = written.over(pathMtu);
        for (int i = 0; i < PACKETS; i++) {
            int inner = dice.between(40, 1600);
            Optional<Integer> naive =
                    NaiveEncapsulation.wrap(new byte[inner], stack).map(packet -> packet.length);

            assertThat(Encapsulation.of(stack, inner).map(Encapsulation::outer))
                    .as("%d octets in %s; %s", inner, stack, Seed.REPLAY)
                    .isEqualTo(naive);
        }
    }

    @Test
    void fitsThePathIfThePacketIsNoLargerThanTheInnerMtu() {
        for (int i = 0; i < STACKS; i++) {
            int pathMtu = dice.between(576, 9000);
            TunnelStack stack = stack().over(pathMtu);
            int inner = stack.innerMtu(pathMtu);
            if (inner < 40) {
                continue;
            }

            assertThat(Encapsulation.of(stack, inner).orElseThrow().outer())
                    .as("%s over %d; %s", stack, pathMtu, Seed.REPLAY)
                    .isLessThanOrEqualTo(pathMtu);
            assertThat(Encapsulation.of(stack, inner + 1).map(Encapsulation::outer))
                    .as("%s over %d; %s", stack, pathMtu, Seed.REPLAY)
                    .satisfiesAnyOf(
                            larger -> assertThat(larger).isEmpty(),
                            larger -> assertThat(larger)
                                    .hasValueSatisfying(
                                            outer -> assertThat(outer).isGreaterThan(pathMtu)));
        }
    }

    @Test
    void leavesWhatThePathLeavesToAnInterfaceWithoutAnMtu() {
        for (int i = 0; i < STACKS; i++) {
            TunnelStack stack = stack();
            int pathMtu = dice.between(576, 9000);

            assertThat(stack.over(pathMtu).innerMtu(pathMtu))
                    .as("%s over %d; %s", stack, pathMtu, Seed.REPLAY)
                    .isEqualTo(stack.innerMtu(pathMtu));
        }
    }

    @Test
    void namesItsParts() {
        TunnelStack stack = TunnelStack.of(List.of(
                Presets.named("pppoe").orElseThrow().tunnel(),
                Presets.named("ipsec-esp")
                        .orElseThrow()
                        .tunnel(Map.of("mode", "transport", "cipher", "aes-cbc-sha1-96"))));
        Encapsulation packet = Encapsulation.of(stack, 1401).orElseThrow();

        assertThat(packet.layers()).hasSize(2);
        assertThat(packet.layers().get(0).parts()).containsExactly(new Part("PPPoE", 8));
        assertThat(packet.layers().get(1).parts())
                .containsExactly(
                        new Part("IPv4", 20),
                        new Part("ESP", 8),
                        new Part("IV", 16),
                        new Part("ICV", 12),
                        new Part("padding", 9),
                        new Part("pad length, next header", 2),
                        new Part("IPv4 of the packet itself", -20));
        assertThat(packet.outer()).isEqualTo(1401 + 8 + 47);
    }

    private TunnelStack stack() {
        List<Tunnel> tunnels = new ArrayList<>();
        for (int depth = dice.between(2, 3); depth > 0; depth--) {
            tunnels.add(samples.any(dice.oneOf(Presets.all())));
        }
        return TunnelStack.of(tunnels);
    }
}
