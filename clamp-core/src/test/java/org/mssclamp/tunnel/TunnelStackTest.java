// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;

class TunnelStackTest {
    private static final int TUNNELS_PER_PRESET = 150;
    private static final int STACKS = 200;

    private final Dice dice = new Dice(Seed.VALUE);
    private final SampleTunnels samples = new SampleTunnels(dice);

    static List<Preset> presets() {
        return Presets.all();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void leavesTheLargestPacketWhoseEncapsulationFits(Preset preset) {
        for (Tunnel tunnel : samples.of(preset, TUNNELS_PER_PRESET)) {
            equalsSearch(TunnelStack.of(List.of(tunnel)));
        }
    }

    @Test
    void leavesTheLargestPacketThatFitsTwoOrThreeTunnels() {
        for (int i = 0; i < STACKS; i++) {
            List<Tunnel> tunnels = new ArrayList<>();
            for (int depth = dice.between(2, 3); depth > 0; depth--) {
                tunnels.add(samples.any(dice.oneOf(Presets.all())));
            }
            equalsSearch(TunnelStack.of(tunnels));
        }
    }

    private void equalsSearch(TunnelStack stack) {
        LinearSearch search = new LinearSearch(stack);
        for (int pathMtu : pathMtus()) {
            assertThat(stack.innerMtu(pathMtu))
                    .as("%s over %d octets; %s", stack, pathMtu, Seed.REPLAY)
                    .isEqualTo(search.largest(pathMtu));
        }
    }

    private List<Integer> pathMtus() {
        List<Integer> pathMtus = new ArrayList<>(List.of(dice.between(1, 575), 576, dice.between(577, 1199)));
        for (int pathMtu = 1200; pathMtu <= 1600; pathMtu++) {
            pathMtus.add(pathMtu);
        }
        pathMtus.addAll(List.of(dice.between(1601, 8999), 9000));
        return pathMtus;
    }

    /** Tries packets from the size of the path downward. */
    private static final class LinearSearch {
        private static final int UNKNOWN = 0;

        private final TunnelStack stack;
        private final int[] sizes = new int[9001];

        LinearSearch(TunnelStack stack) {
            this.stack = stack;
        }

        int largest(int pathMtu) {
            int inner = pathMtu;
            while (inner > 0 && encapsulated(inner) > pathMtu) {
                inner--;
            }
            return inner == 0 ? TunnelStack.NOTHING_FITS : inner;
        }

        private int encapsulated(int inner) {
            if (sizes[inner] == UNKNOWN) {
                sizes[inner] = NaiveEncapsulation.wrap(new byte[inner], stack)
                        .map(packet -> packet.length)
                        .orElse(Integer.MAX_VALUE);
            }
            return sizes[inner];
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void leavesNoLessOfMore(Preset preset) {
        for (Tunnel tunnel : samples.of(preset, TUNNELS_PER_PRESET)) {
            TunnelStack stack = TunnelStack.of(List.of(tunnel));
            int before = 0;
            for (int pathMtu = -100; pathMtu <= 9000; pathMtu++) {
                int inner = stack.innerMtu(pathMtu);
                if (inner < before || inner > Math.max(pathMtu, 0)) {
                    fail("%s over %d leaves %d, before %d; %s", stack, pathMtu, inner, before, Seed.REPLAY);
                }
                before = inner;
            }
        }
    }

    @Test
    void endsItsArithmeticWithTheInnerMtu() {
        for (int i = 0; i < STACKS; i++) {
            TunnelStack stack = TunnelStack.of(
                    List.of(samples.any(dice.oneOf(Presets.all())), samples.any(dice.oneOf(Presets.all()))));
            int pathMtu = dice.between(1, 2000);
            List<String> lines = stack.arithmetic(pathMtu);
            int inner = stack.innerMtu(pathMtu);

            assertThat(lines.get(0)).as(Seed.REPLAY).startsWith(pathMtu + " ");
            assertThat(lines.get(lines.size() - 1))
                    .as("%s over %d octets; %s", stack, pathMtu, Seed.REPLAY)
                    .endsWith(inner > 0 ? " = " + inner : ", nothing fits");
        }
    }

    @Test
    void writesItsArithmeticAsSums() {
        assertThat(arithmetic(1500, tunnel("wireguard")))
                .containsExactly("1500 - 20 (IPv4) - 8 (UDP) - 32 (WireGuard) = 1440");
        assertThat(arithmetic(1492, tunnel("wireguard", "mtu", "1440")))
                .containsExactly(
                        "1492 - 20 (IPv4) - 8 (UDP) - 32 (WireGuard) = 1432",
                        "1432 rounded down to a multiple of 16 (padding, as the interface MTU 1440 is more) = 1424");
        assertThat(arithmetic(1500, tunnel("pppoe"), tunnel("openvpn", "mssfix", "1400 mtu")))
                .containsExactly(
                        "1500 - 8 (PPPoE) = 1492",
                        "1492 but at most 1400 (mssfix 1400 mtu) = 1400",
                        "1400 - 20 (IPv4) - 8 (UDP) - 4 (opcode, peer id) - 4 (packet id) - 16 (tag) = 1348");
        assertThat(arithmetic(1500, tunnel("ipsec-esp", "mode", "transport", "cipher", "aes-cbc-sha2-256")))
                .containsExactly(
                        "1500 - 20 (IPv4) - 8 (ESP) - 16 (IV) - 16 (ICV) = 1440",
                        "1440 rounded down to a multiple of 16 = 1440",
                        "1440 - 2 (pad length, next header) + 20 (IPv4 of the packet itself) = 1458");
    }

    @Test
    void saysWhereNothingFits() {
        assertThat(arithmetic(60, tunnel("wireguard")))
                .containsExactly("60 - 20 (IPv4) - 8 (UDP) - 32 (WireGuard) = 0, nothing fits");
        assertThat(arithmetic(70, tunnel("gre", "outer", "ipv6"), tunnel("wireguard")))
                .containsExactly("70 - 40 (IPv6) - 4 (GRE) = 26", "26 - 20 (IPv4) - 8 (UDP) = -2, nothing fits");
        assertThat(arithmetic(-1, tunnel("ipip"))).containsExactly("-1 - 20 (IPv4) = -21, nothing fits");
    }

    @Test
    void givesATransportModePacketItsOwnHeaderOnly() {
        TunnelStack stack = TunnelStack.of(List.of(tunnel("ipsec-esp", "mode", "transport")));

        assertThat(stack.innerMtu(56)).isEqualTo(22);
        assertThat(stack.innerMtu(55))
                .as("20 + 8 + 8 + 16, and 4 for the trailer")
                .isEqualTo(TunnelStack.NOTHING_FITS);
    }

    @Test
    void refusesToBeEmpty() {
        assertThatThrownBy(() -> TunnelStack.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalsWhatIsWrittenAlike() {
        TunnelStack stack = TunnelStack.of(List.of(tunnel("pppoe"), tunnel("gre", "key", "true")));

        assertThat(stack)
                .isEqualTo(TunnelStack.of(List.of(tunnel("pppoe"), tunnel("gre", "key", "true"))))
                .isNotEqualTo(TunnelStack.of(List.of(tunnel("pppoe"), tunnel("gre"))));
    }

    @Test
    void readsAsItIsWritten() {
        TunnelStack stack =
                TunnelStack.of(List.of(tunnel("pppoe"), tunnel("wireguard", "mtu", "1412", "outer", "ipv6")));

        assertThat(stack).hasToString("[pppoe, { type: wireguard, outer: ipv6, mtu: 1412 }]");
        assertThat(stack.text(1508))
                .isEqualTo("[{ type: pppoe, path-mtu: 1508 }, { type: wireguard, outer: ipv6, mtu: 1412 }]");
        assertThat(TunnelStack.of(List.of(tunnel("wireguard")))).hasToString("wireguard");
    }

    private static List<String> arithmetic(int pathMtu, Tunnel... tunnels) {
        return TunnelStack.of(List.of(tunnels)).arithmetic(pathMtu);
    }

    private static Tunnel tunnel(String name) {
        return Presets.named(name).orElseThrow().tunnel();
    }

    private static Tunnel tunnel(String name, String key, String value) {
        return Presets.named(name).orElseThrow().tunnel(Map.of(key, value));
    }

    private static Tunnel tunnel(String name, String key1, String value1, String key2, String value2) {
        return Presets.named(name).orElseThrow().tunnel(Map.of(key1, value1, key2, value2));
    }
}
