// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;

/** Whatever rtnetlink says, the monitor goes on, and what it says afterwards counts. */
class LinkDatagramFuzzTest {
    private static final int MUTATIONS = 20_000;

    private final FakeLinks kernel = new FakeLinks();
    private final Links links = new Links(index -> "");
    private final LinkMonitor monitor = new LinkMonitor(kernel, links, new RouteChanges(), System::nanoTime);

    @FuzzTest(maxDuration = "1m")
    void goesOnAfterAnyDatagram(byte[] octets) {
        kernel.deliver(octets);
        monitor.list();
        kernel.put(2, "eth0");
        monitor.list();
        assertThat(links.interfaceOf(2).name()).isEqualTo("eth0");
    }

    @Test
    void standsMutatedDatagrams() {
        Dice dice = new Dice(Seed.VALUE);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = mutated(dice);
            try {
                goesOnAfterAnyDatagram(octets);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(Seed.REPLAY + ": " + HexFormat.of().formatHex(octets), e);
            }
        }
    }

    private static byte[] mutated(Dice dice) {
        int type = dice.oneOf(16, 17, 18);
        byte[] octets =
                FakeLinks.link(type, 0, dice.below(4), dice.oneOf(0, 7, 10), FakeLinks.of(dice.below(5), "wg0"));
        for (int i = dice.below(4); i >= 0; i--) {
            octets[dice.below(octets.length)] = (byte) dice.oneOf(0, 1, 4, 0x7F, 0x80, 0xFF, dice.below(256));
        }
        return dice.oneIn(3) ? Arrays.copyOf(octets, dice.below(octets.length + 20)) : octets;
    }
}
