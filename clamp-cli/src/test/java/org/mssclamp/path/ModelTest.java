// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;
import org.mssclamp.packet.Family;
import org.mssclamp.path.MssCost.Fit;
import org.mssclamp.tunnel.Encapsulation;
import org.mssclamp.tunnel.Encapsulation.Layer;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

class ModelTest {
    private static final int STACKS = 300;

    private final Dice dice = new Dice(Seed.VALUE);

    private static Scenario scenario(int pathMtu, TunnelStack stack, boolean timestamps) {
        return new Scenario(
                pathMtu,
                stack,
                timestamps,
                OptionalInt.empty(),
                Scenario.RTT_SECONDS,
                Scenario.LOSS,
                Scenario.WINDOW_OCTETS);
    }

    private static TunnelStack stack(String... names) {
        List<Tunnel> tunnels = new ArrayList<>();
        for (String name : names) {
            tunnels.add(Presets.named(name).orElseThrow().tunnel());
        }
        return tunnels.isEmpty() ? TunnelStack.NONE : TunnelStack.of(tunnels);
    }

    private TunnelStack anyStack() {
        List<Tunnel> tunnels = new ArrayList<>();
        for (int depth = dice.between(0, 3); depth > 0; depth--) {
            Tunnel tunnel = dice.oneOf(Presets.all()).tunnel();
            tunnels.add(dice.oneIn(2) ? tunnel.overOtherIp().orElse(tunnel) : tunnel);
        }
        return tunnels.isEmpty() ? TunnelStack.NONE : TunnelStack.of(tunnels);
    }

    @Test
    void leavesTheLargestMssWhoseSegmentFitsFoundByTryingEach() {
        for (int i = 0; i < STACKS; i++) {
            TunnelStack stack = anyStack();
            int pathMtu = dice.between(576, 9000);
            Model model = Model.of(scenario(pathMtu, stack, dice.oneIn(2)));

            model.families().forEach((family, of) -> {
                assertThat(of.segment().mss())
                        .as("%s of %d over %s; %s", family, pathMtu, stack, Seed.REPLAY)
                        .isEqualTo(largestMss(family, stack.over(pathMtu), pathMtu));
                assertThat(of.packet().outer()).isLessThanOrEqualTo(pathMtu);
            });
        }
    }

    private static int largestMss(Family family, TunnelStack stack, int pathMtu) {
        int largest = 0;
        for (int mss = 1; mss <= pathMtu; mss++) {
            Optional<Encapsulation> packet = Encapsulation.of(stack, mss + family.fixedHeaderOctets());
            largest = packet.isPresent() && packet.get().outer() <= pathMtu ? mss : largest;
        }
        return largest;
    }

    @Test
    void sharesOfAPacketAreThoseOfItsOctets() {
        for (int i = 0; i < STACKS; i++) {
            Model model = Model.of(scenario(dice.between(576, 9000), anyStack(), dice.oneIn(2)));
            for (FamilyModel family : model.families().values()) {
                Segment segment = family.segment();
                int octets = segment.ipHeader() + 20 + segment.options() + segment.payload();
                for (Layer layer : family.packet().layers()) {
                    octets += layer.octets();
                }

                assertThat(octets).as(Seed.REPLAY).isEqualTo(family.packet().outer());
                assertThat(family.payloadShare()).as(Seed.REPLAY).isEqualTo((double) segment.payload() / octets);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1500,1460,1440", "1492,1452,1432", "9000,8960,8940", "576,536,516"})
    void takesOnlyFixedHeadersOffWhateverOptionsThereAre(int mtu, int ipv4, int ipv6) {
        for (boolean timestamps : new boolean[] {true, false}) {
            Map<Family, FamilyModel> families =
                    Model.of(scenario(mtu, TunnelStack.NONE, timestamps)).families();
            int options = timestamps ? 12 : 0;

            assertThat(of(families, Family.IPV4).segment().mss()).isEqualTo(ipv4);
            assertThat(of(families, Family.IPV6).segment().mss()).isEqualTo(ipv6);
            assertThat(of(families, Family.IPV4).segment().payload()).isEqualTo(ipv4 - options);
            assertThat(of(families, Family.IPV4).segment().packet()).isEqualTo(mtu);
        }
    }

    @Test
    void leavesOutAFamilyThatIsNotCarriedOrHasNoRoom() {
        assertThat(Model.of(scenario(1500, stack("sit"), true)).families()).containsOnlyKeys(Family.IPV6);
        assertThat(Model.of(scenario(1500, stack("ipip"), true)).families()).containsOnlyKeys(Family.IPV4);
        assertThat(Model.of(scenario(110, stack(), true)).families()).containsOnlyKeys(Family.IPV4);
        assertThat(Model.of(scenario(68, stack("wireguard"), true)).families()).isEmpty();
    }

    @Test
    void cutsAPacketAsARouterDoes() {
        for (int i = 0; i < 2000; i++) {
            Segment segment = new Segment(Family.IPV4, dice.between(64, 9000), true);
            int mtu = dice.between(68, 9000);
            List<Integer> fragments = segment.fragments(mtu);

            assertThat(fragments)
                    .as("%s over %d; %s", segment, mtu, Seed.REPLAY)
                    .isEqualTo(naiveFragments(segment.packet(), mtu));
        }
    }

    /** RFC 791 3.2, octet by octet: a fragment ends where the next octet does not fit, and begins at a multiple of 8. */
    private static List<Integer> naiveFragments(int packet, int mtu) {
        if (packet <= mtu) {
            return List.of(packet);
        }
        List<Integer> fragments = new ArrayList<>();
        int data = packet - 20;
        int sent = 0;
        while (sent < data) {
            int size = 0;
            while (sent + size < data && 20 + size + 1 <= mtu) {
                size++;
            }
            while (sent + size < data && (sent + size) % 8 != 0) {
                size--;
            }
            fragments.add(20 + size);
            sent += size;
        }
        return List.copyOf(fragments);
    }

    @Test
    void leavesAPacketOfIpv6Whole() {
        assertThat(new Segment(Family.IPV6, 1440, true).fragments(1500)).containsExactly(1500);
        assertThat(new Segment(Family.IPV6, 1441, true).fragments(1500)).isEmpty();
    }

    @Test
    void comparesCostsByTheOctetsOfEachPacket() {
        Model model = Model.of(scenario(1500, stack("wireguard"), true));
        List<MssCost> costs = of(model.families(), Family.IPV4).costs();

        assertThat(costs).extracting(MssCost::mss).containsExactly(536, 1336, 1400, 1401, 1460);
        assertThat(costs)
                .extracting(MssCost::fit)
                .containsExactly(Fit.SMALL, Fit.SMALL, Fit.RIGHT, Fit.LARGE, Fit.LARGE);
        // 576, 1376 and 1440 are multiples of 16. 1441 is cut into 1436 and 25, padded to 1440 and 32; 1500 into 1436
        // and 84, to
        // 1440 and 96. Each gets 60 octets of IPv4, UDP and WireGuard.
        assertThat(costs).extracting(MssCost::onPath).containsExactly(636, 1436, 1500, 1500 + 92, 1500 + 156);
        assertThat(costs).extracting(MssCost::packets).containsExactly(1, 1, 1, 2, 2);
    }

    private static FamilyModel of(Map<Family, FamilyModel> families, Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    @Test
    void losesASegmentWithOneOfItsFragments() {
        Model model = Model.of(scenario(1500, stack("gre"), false));
        MssCost large = of(model.families(), Family.IPV4).costs().stream()
                .filter(cost -> cost.fit() == Fit.LARGE)
                .findFirst()
                .orElseThrow();
        int lost = 0;
        Dice always = new Dice(7);
        for (int i = 0; i < 2_000_000; i++) {
            boolean first = always.below(1000) == 0;
            boolean second = always.below(1000) == 0;
            lost += first || second ? 1 : 0;
        }

        assertThat(large.packets()).isEqualTo(2);
        assertThat(large.segmentLoss()).isCloseTo(lost / 2e6, within(5 * Math.sqrt(0.002 / 2e6)));
    }
}
