// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.oracle.Dice;
import org.mssclamp.packet.SynBuilder;

/** Whatever rtnetlink says of routes, nothing outside the message is read, and the next answer counts. */
class RouteReplyFuzzTest {
    private static final int MUTATIONS = 100_000;
    private static final int MUTATIONS_FOR_LOOK_UPS = 5_000;

    private static final int WG0 = 1;
    private static final int ETH0 = 2;
    private static final int SEG6 = 5;
    private static final long WAIT_NS = 50_000_000;

    private static final RouteQuestion QUESTION = new RouteQuestion("198.51.100.2", "192.0.2.1", WG0, 0, 0, 0);
    private static final byte[] ROUTE = FakeRoute.by(ETH0)
            .locked(1400)
            .expiring()
            .encapsulated(SEG6, KernelOctets.attribute(1, KernelOctets.integers(1, 0x0404_0200, 1, 0, 0, 0, 0)))
            .answer(QUESTION, 0);
    private static final byte[] REFUSAL = KernelOctets.error(0, KernelOctets.message(26, 1, 0, new byte[52]), 113);

    private final RouteReply reply = new RouteReply();
    private final Links links = KnownLinks.of(Map.of(WG0, "wg0", ETH0, "eth0"), index -> "");

    @FuzzTest(maxDuration = "1m")
    void readsNothingOutsideTheMessage(byte[] octets) {
        // A buffer that ends with the message: what reads behind it throws.
        ByteBuf buffer = Unpooled.wrappedBuffer(octets);
        assertThat(reply.wrap(buffer, 0, octets.length)).isEqualTo(reply.out() > 0);
        assertThat(reply.mtu()).isNotNegative();
        assertThat(reply.headroom()).isNotNegative();
    }

    @FuzzTest(maxDuration = "1m")
    void goesOnAfterAnyAnswer(byte[] octets) {
        FakeRoutes routes =
                new FakeRoutes().route("198.51.100.2", FakeRoute.by(ETH0).mtu(1400));
        try (RouteLookups lookups = new RouteLookups(routes, links, routes::nowNs)) {
            RouteQuery query = new RoutedSyn(SynBuilder.ipv4()).forward();
            routes.deliver(octets);
            lookups.add(query);
            assertThat(lookups.fetch(routes.nowNs() + WAIT_NS)).isTrue();
            assertThat(lookups.lookup(0).isOpen()).isFalse();

            lookups.clear();
            lookups.add(query);
            assertThat(lookups.fetch(routes.nowNs() + WAIT_NS)).isTrue();
            assertThat(lookups.lookup(0).mtu()).isEqualTo(1400);
        }
    }

    @Test
    void standsMutatedAnswers() {
        Dice dice = new Dice(Seed.VALUE);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = mutated(dice);
            try {
                readsNothingOutsideTheMessage(octets);
                if (i < MUTATIONS_FOR_LOOK_UPS) {
                    goesOnAfterAnyAnswer(octets);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(Seed.REPLAY + ": " + HexFormat.of().formatHex(octets), e);
            }
        }
    }

    private static byte[] mutated(Dice dice) {
        byte[] octets = dice.oneIn(8) ? REFUSAL.clone() : ROUTE.clone();
        for (int i = dice.below(4); i >= 0; i--) {
            octets[dice.below(octets.length)] = (byte) dice.oneOf(0, 1, 4, 0x7F, 0x80, 0xFF, dice.below(256));
        }
        return dice.oneIn(3) ? Arrays.copyOf(octets, dice.below(octets.length + 20)) : octets;
    }
}
