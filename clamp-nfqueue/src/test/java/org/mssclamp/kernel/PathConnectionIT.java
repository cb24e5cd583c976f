// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.RuleBuilder;

/** Real connections, clamped to their path in each hook that has one, and left alone in those that have none yet. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathConnectionIT {
    private static final int PORT = 8080;
    private static final int LINK_MTU = 1500;
    private static final int PATH_MTU = 1400;
    private static final String KERNEL = "-j TCPMSS --clamp-mss-to-pmtu";

    /** What Linux puts into each segment, two No-Operations included, once both ends announced it (RFC 7323). */
    private static final int TIMESTAMP_OCTETS = 12;

    private final Lab lab = new Lab();
    private final RunningWorker worker = new RunningWorker(lab.gateway());

    PathConnectionIT() {
        worker.publish(RuleBuilder.rule("path").action(Action.ClampToPmtu.DEFAULT));
        // What the gateway announces itself is what the route says of it, and not what its path carries.
        lab.gateway().ip("""
                route add 10.0.3.2 dev out0 mtu %1$d advmss 1460
                route add fd00:3::2 dev out0 mtu %1$d advmss 1440
                """.formatted(PATH_MTU));
    }

    @BeforeEach
    void clearRules() {
        lab.firewall().replace();
    }

    @AfterAll
    void takeDown() {
        worker.assertUndisturbed();
        worker.close();
        lab.close();
    }

    static List<Arguments> hooksAndFamilies() {
        return Stream.of("FORWARD", "OUTPUT", "POSTROUTING")
                .flatMap(hook -> Stream.of(Family.values()).map(family -> Arguments.of(hook, family)))
                .toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("hooksAndFamilies")
    void clampsConnectionsOfOthersAndOfItsOwnAsTheKernelDoes(String hook, Family family) {
        Namespace client = hook.equals("OUTPUT") ? lab.gateway() : lab.sender();
        assertThat(announced(client, lab.receiver(), Link.OUT0.host(family))).isEqualTo(mss(LINK_MTU, family));

        lab.firewall().replace(syns(hook) + KERNEL);
        assertThat(announced(client, lab.receiver(), Link.OUT0.host(family))).isEqualTo(mss(PATH_MTU, family));

        lab.firewall().replace(syns(hook) + RunningWorker.QUEUE);
        assertThat(announced(client, lab.receiver(), Link.OUT0.host(family))).isEqualTo(mss(PATH_MTU, family));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PREROUTING", "INPUT"})
    void leavesConnectionsAloneWhereTheirPathIsNotKnown(String hook) {
        assertThatThrownBy(() -> lab.firewall().replace(syns(hook) + KERNEL))
                .as("the kernel refuses to clamp there")
                .isInstanceOf(IllegalStateException.class);

        long unknownBefore = worker.count(Outcome.MTU_UNKNOWN);
        lab.firewall().replace(syns(hook) + RunningWorker.QUEUE);
        for (Family family : Family.values()) {
            assertThat(announced(lab.sender(), lab.gateway(), Link.IN0.gateway(family)))
                    .isEqualTo(mss(LINK_MTU, family));
        }
        assertThat(worker.count(Outcome.MTU_UNKNOWN) - unknownBefore).isGreaterThanOrEqualTo(2);
    }

    /** The MSS that a client announces, as the server hears it. */
    private static int announced(Namespace client, Namespace server, String address) {
        try (TcpSocket listener = TcpSocket.listen(server, address, PORT);
                TcpSocket connected = TcpSocket.connect(client, address, PORT);
                TcpSocket accepted = listener.accept()) {
            assertThat(connected.maxSegment()).isPositive();
            return accepted.maxSegment() + TIMESTAMP_OCTETS;
        }
    }

    private static int mss(int mtu, Family family) {
        return mtu - family.fixedHeaderOctets();
    }

    private static String syns(String hook) {
        return "-A " + hook + " -p tcp --tcp-flags SYN,RST SYN ";
    }
}
