// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.oracle.Divergence.ADD_REFUSED_FRAGMENT;
import static org.mssclamp.oracle.Divergence.ADD_REFUSED_MALFORMED;
import static org.mssclamp.oracle.Divergence.ADD_REFUSED_SIGNED;
import static org.mssclamp.oracle.Divergence.EXTENSION_HEADERS_ACCEPTED;
import static org.mssclamp.oracle.Divergence.MALFORMED_HEADER_ACCEPTED;
import static org.mssclamp.oracle.Divergence.NOT_ADDED;
import static org.mssclamp.oracle.Divergence.SECOND_OCTET_FRAGMENT_ACCEPTED;
import static org.mssclamp.oracle.Divergence.TCP_AO_LEFT;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Divergence;
import org.mssclamp.oracle.KernelClamp;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.oracle.PacketNumber;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;

/**
 * The kernel's own clamp as the oracle: each packet goes once through xt_TCPMSS and once through NFQUEUE and us.
 *
 * <p>Each goes a third time through a gateway without rules, so that what the IP layer does to it is known apart.
 */
@ExtendWith(XtablesTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelOracleIT {
    private static final int PACKETS = 32_000;
    private static final List<Integer> LIMITS = List.of(1400, 1220, 536, 100);
    private static final String EVERYTHING = "-A FORWARD ";

    private final Lab lab = new Lab();
    private final Passage passage = new Passage(lab);
    private final RunningWorker worker = new RunningWorker(lab.gateway());
    private final List<byte[]> packets = new PacketGenerator(Seed.VALUE).next(PACKETS);
    private final Map<Integer, List<byte[]>> packetsByLimit =
            packets.stream().collect(Collectors.groupingBy(KernelOracleIT::limit));
    private final Map<Integer, byte[]> forwarded = passage.of(packets);
    private final Map<Integer, byte[]> clampedByKernel = clampedByKernel();

    /** Even and odd numbers come in by different links; each limit has both. */
    private static int limit(byte[] packet) {
        return LIMITS.get(PacketNumber.of(packet) / 2 % LIMITS.size());
    }

    private Map<Integer, byte[]> clampedByKernel() {
        Map<Integer, byte[]> arrived = new HashMap<>();
        packetsByLimit.forEach((limit, ofLimit) -> {
            lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j TCPMSS --set-mss " + limit);
            arrived.putAll(passage.of(ofLimit));
        });
        return arrived;
    }

    @AfterAll
    void takeDown() {
        worker.close();
        passage.close();
        lab.close();
    }

    @Test
    void sendsOnlyPacketsThatTheGatewayForwards() {
        assertThat(forwarded).hasSize(PACKETS);
    }

    @Test
    void doesAsTheKernelWhereMssIsLeftMissing() {
        Comparison comparison = compare(Firewall.FORWARDED_SYNS, ReferenceClamp::leavingMissing);

        assertThat(comparison.divergences())
                .isEqualTo(allBut(
                        ADD_REFUSED_MALFORMED,
                        ADD_REFUSED_SIGNED,
                        ADD_REFUSED_FRAGMENT,
                        SECOND_OCTET_FRAGMENT_ACCEPTED,
                        EXTENSION_HEADERS_ACCEPTED));
    }

    @Test
    void doesAsTheKernelWhereMissingMssIsAdded() {
        Comparison comparison = compare(Firewall.FORWARDED_SYNS, ReferenceClamp::addingMissing);

        assertThat(comparison.divergences())
                .isEqualTo(allBut(NOT_ADDED, SECOND_OCTET_FRAGMENT_ACCEPTED, EXTENSION_HEADERS_ACCEPTED));
    }

    @Test
    void losesNothingOfAllPacketsThatAreQueued() {
        long receivedBefore = worker.received();

        Comparison comparison = compare(EVERYTHING, ReferenceClamp::addingMissing);

        assertThat(worker.received() - receivedBefore).isGreaterThanOrEqualTo(PACKETS);
        assertThat(comparison.divergences()).isEqualTo(allBut(NOT_ADDED));
    }

    @Test
    void dropsMalformedHeadersAndClampsTcpAoAsTheKernelIfAskedTo() {
        Comparison comparison = compare(EVERYTHING, limit -> new ReferenceClamp(limit, false, true, true));

        assertThat(comparison.divergences())
                .isEqualTo(allBut(
                        ADD_REFUSED_MALFORMED,
                        ADD_REFUSED_SIGNED,
                        ADD_REFUSED_FRAGMENT,
                        MALFORMED_HEADER_ACCEPTED,
                        TCP_AO_LEFT));
    }

    private static Set<Divergence> allBut(Divergence first, Divergence... others) {
        return EnumSet.complementOf(EnumSet.of(first, others));
    }

    private Comparison compare(String match, IntFunction<ReferenceClamp> references) {
        lab.firewall().replace(match + RunningWorker.QUEUE);
        Comparison comparison = new Comparison();
        packetsByLimit.forEach((limit, ofLimit) -> {
            ReferenceClamp reference = references.apply(limit);
            worker.publish(List.of(rule(reference)), new Policy(reference.dropsMalformed(), reference.clampsAo()));
            Map<Integer, byte[]> ours = passage.of(ofLimit);
            for (byte[] packet : ofLimit) {
                int number = PacketNumber.of(packet);
                byte[] entering = Objects.requireNonNull(forwarded.get(number));
                if (match.equals(Firewall.FORWARDED_SYNS) && KernelClamp.isDroppedByMatch(entering)) {
                    comparison.addKeptByMatch(entering, clampedByKernel.get(number), ours.get(number));
                } else {
                    comparison.add(entering, reference, clampedByKernel.get(number), ours.get(number));
                }
            }
        });
        String settings = references.apply(LIMITS.get(0)).settings();
        System.out.println(comparison.table(match.strip() + ", set-mss: " + LIMITS + ", " + settings));
        comparison.assertNothingUnnamed();
        worker.assertUndisturbed();
        return comparison;
    }

    private static Rule rule(ReferenceClamp reference) {
        RuleBuilder rule = RuleBuilder.rule("clamp").setMss(reference.limit());
        return reference.addsMissing() ? rule.adds().build() : rule.build();
    }
}
