// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.SynKind;

/** Real connections through a gateway that clamps: both ends send segments of the size that the rule says. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionIT {
    private static final int PORT = 8080;
    private static final int LIMIT_IPV4 = 1360;
    private static final int LIMIT_IPV6 = 1340;
    private static final int LINK_MTU = 1500;

    /** What Linux puts into each segment, two No-Operations included, once both ends announced it (RFC 7323). */
    private static final int TIMESTAMP_OCTETS = 12;

    private final Lab lab = new Lab();
    private final RunningWorker worker = new RunningWorker(lab.gateway());

    @AfterEach
    void clearRules() {
        lab.firewall().replace();
    }

    @AfterAll
    void takeDown() {
        worker.close();
        lab.close();
    }

    static List<Arguments> directionsAndFamilies() {
        return Stream.of(Family.values())
                .flatMap(family ->
                        Stream.of(Arguments.of(Link.IN0, Link.OUT0, family), Arguments.of(Link.OUT0, Link.IN0, family)))
                .toList();
    }

    @ParameterizedTest(name = "from {0} to {1}, {2}")
    @MethodSource("directionsAndFamilies")
    void fillsTheLinkWhereNoRuleIs(Link client, Link server, Family family) {
        assertSegments(client, server, family, linkMss(family), linkMss(family));
    }

    @ParameterizedTest(name = "from {0} to {1}, {2}")
    @MethodSource("directionsAndFamilies")
    void givesBothEndsTheSegmentsOfTheRule(Link client, Link server, Family family) {
        clamp(SynKind.BOTH);

        assertSegments(client, server, family, limit(family), limit(family));
    }

    @ParameterizedTest(name = "from {0} to {1}, {2}")
    @MethodSource("directionsAndFamilies")
    void givesTheServerTheSegmentsOfARuleForSyns(Link client, Link server, Family family) {
        clamp(SynKind.SYN);

        assertSegments(client, server, family, linkMss(family), limit(family));
    }

    @ParameterizedTest(name = "from {0} to {1}, {2}")
    @MethodSource("directionsAndFamilies")
    void givesTheClientTheSegmentsOfARuleForSynAcks(Link client, Link server, Family family) {
        clamp(SynKind.SYN_ACK);

        assertSegments(client, server, family, limit(family), linkMss(family));
    }

    private void clamp(SynKind kind) {
        lab.firewall().replace(Firewall.FORWARDED_SYNS + RunningWorker.QUEUE);
        worker.publish(RuleBuilder.rule("clamp").flags(kind).action(new Action.SetMss(LIMIT_IPV4, LIMIT_IPV6)));
    }

    private void assertSegments(Link client, Link server, Family family, int clientMss, int serverMss) {
        String address = server.host(family);
        try (TcpSocket listener = TcpSocket.listen(lab.host(server), address, PORT);
                TcpSocket connected = TcpSocket.connect(lab.host(client), address, PORT);
                TcpSocket accepted = listener.accept()) {
            assertThat(connected.maxSegment()).as("client").isEqualTo(clientMss - TIMESTAMP_OCTETS);
            assertThat(accepted.maxSegment()).as("server").isEqualTo(serverMss - TIMESTAMP_OCTETS);
        }
    }

    private static int limit(Family family) {
        return family == Family.IPV4 ? LIMIT_IPV4 : LIMIT_IPV6;
    }

    private static int linkMss(Family family) {
        return LINK_MTU - family.fixedHeaderOctets();
    }
}
