// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mssclamp.packet.Family;

class ActionTest {
    @Test
    void takesTheFixedHeadersOffTheMtu() {
        assertThat(new Action.Mtu(1420).limit(Family.IPV4)).isEqualTo(1380);
        assertThat(new Action.Mtu(1420).limit(Family.IPV6)).isEqualTo(1360);
    }

    @Test
    void leavesNothingOfAnMtuBelowTheHeaders() {
        assertThat(new Action.Mtu(39).limit(Family.IPV4)).isZero();
        assertThat(new Action.Mtu(59).limit(Family.IPV6)).isZero();
    }

    @Test
    void givesEachFamilyItsNumber() {
        Action.SetMss limits = new Action.SetMss(1360, 1340);
        assertThat(limits.limit(Family.IPV4)).isEqualTo(1360);
        assertThat(limits.limit(Family.IPV6)).isEqualTo(1340);
    }

    @Test
    void isWrittenAsInTheConfiguration() {
        assertThat(new Action.SetMss(1360, 1360)).hasToString("set-mss: 1360");
        assertThat(new Action.SetMss(1360, 1340)).hasToString("set-mss: { ipv4: 1360, ipv6: 1340 }");
        assertThat(new Action.SetMss(1360, Action.NO_LIMIT)).hasToString("set-mss: { ipv4: 1360 }");
        assertThat(new Action.SetMss(Action.NO_LIMIT, 1340)).hasToString("set-mss: { ipv6: 1340 }");
        assertThat(new Action.Mtu(1400)).hasToString("mtu: 1400");
        assertThat(new Action.Pass()).hasToString("pass: true");
    }
}
