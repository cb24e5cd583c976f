// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;

class ActionTest {
    private static final TunnelStack WIREGUARD =
            TunnelStack.of(List.of(Presets.named("wireguard").orElseThrow().tunnel()));

    @Test
    void takesTheFixedHeadersOffTheMtu() {
        assertThat(new Action.Mtu(1420).mss(Family.IPV4)).isEqualTo(1380);
        assertThat(new Action.Mtu(1420).mss(Family.IPV6)).isEqualTo(1360);
    }

    @Test
    void leavesNothingOfAnMtuBelowTheHeaders() {
        assertThat(new Action.Mtu(39).mss(Family.IPV4)).isZero();
        assertThat(new Action.Mtu(59).mss(Family.IPV6)).isZero();
    }

    @Test
    void givesEachFamilyItsNumber() {
        Action.SetMss limits = new Action.SetMss(1360, 1340);
        assertThat(limits.mss(Family.IPV4)).isEqualTo(1360);
        assertThat(limits.mss(Family.IPV6)).isEqualTo(1340);
    }

    @Test
    void takesTheTunnelsOffThePath() {
        Action.Tunnel tunnel = Action.Tunnel.of(WIREGUARD, 1500);
        assertThat(tunnel.innerMtu()).isEqualTo(1440);
        assertThat(tunnel.mss(Family.IPV4)).isEqualTo(1400);
        assertThat(tunnel.mss(Family.IPV6)).isEqualTo(1380);
        assertThat(Action.Tunnel.of(WIREGUARD, 60).mss(Family.IPV4))
                .as("nothing fits")
                .isZero();
    }

    @Test
    void takesOverheadAndTunnelsOffThePathOfThePacket() {
        Action.ClampToPmtu clamp = new Action.ClampToPmtu(Direction.BOTH, 8, WIREGUARD, Action.FLOOR);
        assertThat(clamp.mss(1500, Family.IPV4)).isEqualTo(1392);
        assertThat(clamp.mss(1500, Family.IPV6)).isEqualTo(1372);
        assertThat(clamp.mss(68, Family.IPV4)).isZero();
        assertThat(Action.ClampToPmtu.DEFAULT.mss(1500, Family.IPV4)).isEqualTo(1460);
    }

    @Test
    void isForTheFamiliesThatHaveALimit() {
        assertThat(new Action.SetMss(1360, Action.NO_LIMIT).isFor(Family.IPV4)).isTrue();
        assertThat(new Action.SetMss(1360, Action.NO_LIMIT).isFor(Family.IPV6)).isFalse();
        assertThat(new Action.Pass().isFor(Family.IPV6)).isTrue();
        assertThat(Action.ClampToPmtu.DEFAULT.isFor(Family.IPV6)).isTrue();
    }

    @Test
    void isWrittenAsInTheConfiguration() {
        assertThat(new Action.SetMss(1360, 1360)).hasToString("set-mss: 1360");
        assertThat(new Action.SetMss(1360, 1340)).hasToString("set-mss: { ipv4: 1360, ipv6: 1340 }");
        assertThat(new Action.SetMss(1360, Action.NO_LIMIT)).hasToString("set-mss: { ipv4: 1360 }");
        assertThat(new Action.SetMss(Action.NO_LIMIT, 1340)).hasToString("set-mss: { ipv6: 1340 }");
        assertThat(new Action.Mtu(1400)).hasToString("mtu: 1400");
        assertThat(new Action.Pass()).hasToString("pass: true");
        assertThat(new Action.Tunnel(WIREGUARD, 1500, 1440)).hasToString("tunnel: wireguard");
        assertThat(new Action.Tunnel(WIREGUARD, 1492, 1432)).hasToString("tunnel: { type: wireguard, path-mtu: 1492 }");
        assertThat(Action.ClampToPmtu.DEFAULT).hasToString("clamp-to-pmtu: true");
        assertThat(new Action.ClampToPmtu(Direction.REVERSE, 8, WIREGUARD, 536))
                .hasToString("clamp-to-pmtu: { direction: reverse, overhead: 8, tunnel: wireguard, floor: 536 }");
    }
}
