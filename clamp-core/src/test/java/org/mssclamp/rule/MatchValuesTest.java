// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Family;

/** The values that rules are made of: how they are written, and that they do not change. */
class MatchValuesTest {
    @Test
    void rangesAreWrittenAsInTheConfiguration() {
        assertThat(new MssRange(1361, 1536, false)).hasToString("1361-1536");
        assertThat(new MssRange(1361, MssRange.MAX, false)).hasToString("1361-");
        assertThat(new MssRange(0, 1400, false)).hasToString("-1400");
        assertThat(new MssRange(1400, 1400, true)).hasToString("!1400");
        assertThat(new PortRange(443, 443)).hasToString("443");
        assertThat(new PortRange(1, 1023)).hasToString("1-1023");
    }

    @Test
    void marksAreWrittenWithTheirMask() {
        assertThat(new MarkMask(0x80000001, -1)).hasToString("0x80000001/0xffffffff");
    }

    @Test
    void markChangesOnlyTheBitsUnderItsMask() {
        assertThat(new MarkMask(0x1, 0x3).applyTo(0xFFFFFFFF)).isEqualTo(0xFFFFFFFD);
        assertThat(new MarkMask(0x1, 0x1).applyTo(0x10)).isEqualTo(0x11);
        assertThat(new MarkMask(0, 0).applyTo(7)).isEqualTo(7);
    }

    @Test
    void interfacePatternsAreWrittenWithAStar() {
        assertThat(InterfacePattern.parse("wg+")).hasToString("wg*");
        assertThat(InterfacePattern.parse("*")).hasToString("*");
        assertThat(InterfacePattern.parse("eth0")).hasToString("eth0");
    }

    @Test
    void prefixesAreWrittenAsTheyWere() {
        assertThat(new Prefix(Family.IPV4, 0, 0x0A000000L, 8, true, "10.0.0.0/8"))
                .hasToString("!10.0.0.0/8");
    }

    @Test
    void matchKeepsItsListsWhenTheirSourceChanges() {
        List<PortRange> ports = new ArrayList<>(List.of(new PortRange(22, 22)));
        Match all = Match.ALL;
        Match match = new Match(
                all.in(),
                all.out(),
                all.from(),
                all.to(),
                ports,
                all.destinationPorts(),
                all.family(),
                all.mark(),
                all.mss(),
                all.flags());
        ports.clear();
        assertThat(match.sourcePorts()).hasSize(1);
    }
}
