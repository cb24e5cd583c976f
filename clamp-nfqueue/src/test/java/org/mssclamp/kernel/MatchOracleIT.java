// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.packet.Family.IPV4;
import static org.mssclamp.packet.Family.IPV6;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Divergence;
import org.mssclamp.oracle.KernelClamp;
import org.mssclamp.oracle.NaiveRules;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.oracle.PacketNumber;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.oracle.RuleGenerator;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/**
 * The kernel's matches as the oracle: tables of rules, each once as iptables rules with TCPMSS and once as ours.
 *
 * <p>Interfaces, prefixes, ports, marks, families, flags, ranges of {@code -m tcpmss} and their negation, the first match,
 * and the ones behind it where a rule continues.
 */
@ExtendWith(XtablesTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchOracleIT {
    private static final int TABLES = 60;
    private static final int PACKETS_PER_TABLE = 150;

    private static final int ANY_LIMIT = 1400;

    private final Lab lab = new Lab();
    private final Passage passage = new Passage(lab);
    private final RunningWorker worker = new RunningWorker(lab.gateway());

    private final Map<Divergence, Integer> divergences = new EnumMap<>(Divergence.class);
    private final Map<MatchKey, Integer> passedOver = new EnumMap<>(MatchKey.class);
    private int same;
    private int changed;

    @AfterAll
    void takeDown() {
        worker.close();
        passage.close();
        lab.close();
    }

    @Test
    void matchesAsTheKernelDoes() {
        List<byte[]> packets = new PacketGenerator(Seed.VALUE).next(TABLES * PACKETS_PER_TABLE);
        Map<Integer, byte[]> forwarded = passage.of(packets);
        RuleGenerator rules = new RuleGenerator(Seed.VALUE);
        for (int from = 0; from < packets.size(); from += PACKETS_PER_TABLE) {
            compare(rules.next(), packets.subList(from, from + PACKETS_PER_TABLE), forwarded);
        }
        System.out.println(table());

        worker.assertUndisturbed();
        assertThat(changed).isGreaterThan(TABLES * PACKETS_PER_TABLE / 10);
        assertThat(passedOver)
                .as("each key alone makes some rule pass over some packet")
                .containsOnlyKeys(MatchKey.values());
        assertThat(divergences).containsKeys(Divergence.ODD_OFFSET, Divergence.MALFORMED_HEADER_ACCEPTED);
    }

    private void compare(List<Rule> rules, List<byte[]> packets, Map<Integer, byte[]> forwarded) {
        lab.firewall()
                .replace(
                        withMarks(RenderedRules.of(rules, IPV4), IPV4), withMarks(RenderedRules.of(rules, IPV6), IPV6));
        Map<Integer, byte[]> kernels = passage.of(packets);

        List<String> queue = List.of(Firewall.FORWARDED_SYNS + RunningWorker.QUEUE);
        lab.firewall().replace(withMarks(queue, IPV4), withMarks(queue, IPV6));
        worker.publish(rules, Policy.DEFAULT);
        Map<Integer, byte[]> ours = passage.of(packets);

        for (byte[] packet : packets) {
            int number = PacketNumber.of(packet);
            byte[] entering = Objects.requireNonNull(forwarded.get(number));
            if (!KernelClamp.isDroppedByMatch(entering)) {
                compare(rules, entering, kernels.get(number), ours.get(number));
            }
        }
    }

    /** Marks for the rules to match; {@link #context} has the same. */
    private static List<String> withMarks(List<String> lines, Family family) {
        String branch = family == IPV4 ? Site.BRANCH.ipv4() : Site.BRANCH.ipv6();
        String peers = family == IPV4 ? Site.PEERS.ipv4() : Site.PEERS.ipv6();
        List<String> all = new ArrayList<>(lines);
        all.add("-A PREROUTING -i in1 -j MARK --set-xmark 0x10/0x10");
        all.add("-A PREROUTING -s " + branch + " -j MARK --set-xmark 0x1/0x1");
        all.add("-A PREROUTING -d " + peers + " -j MARK --set-xmark 0x2/0x2");
        return all;
    }

    private static NaiveRules.Context context(byte[] packet) {
        Link in = LinkIngress.of(packet);
        Link out = Site.ofDestination(packet) == Site.PEERS ? Link.OUT1 : Link.OUT0;
        int mark = (in == Link.IN1 ? 0x10 : 0)
                | (Site.ofSource(packet) == Site.BRANCH ? 0x1 : 0)
                | (out == Link.OUT1 ? 0x2 : 0);
        return new NaiveRules.Context(in.gatewayInterface(), out.gatewayInterface(), mark);
    }

    private void compare(List<Rule> rules, byte[] entering, byte @Nullable [] kernel, byte @Nullable [] ours) {
        byte[] expected = new NaiveRules(rules).apply(entering, context(entering));
        String description =
                String.format("packet %s by %s, %s", HexFormat.of().formatHex(entering), rules, Seed.REPLAY);
        assertThat(ours).as("ours, %s", description).isEqualTo(expected);
        changed += Arrays.equals(entering, expected) ? 0 : 1;
        countPassedOver(rules, entering);
        if (Arrays.equals(kernel, ours)) {
            same++;
            return;
        }
        Divergence reason = reason(rules, entering)
                .orElseThrow(
                        () -> new AssertionError("the kernel differs for no reason that has a name, " + description));
        divergences.merge(reason, 1, Integer::sum);
    }

    private void countPassedOver(List<Rule> rules, byte[] packet) {
        for (Rule rule : rules) {
            Set<MatchKey> mismatches = NaiveRules.mismatches(rule, packet, context(packet));
            if (mismatches.size() == 1) {
                passedOver.merge(mismatches.iterator().next(), 1, Integer::sum);
            }
        }
    }

    private static Optional<Divergence> reason(List<Rule> rules, byte[] packet) {
        IntStream limits = rules.stream()
                .map(Rule::action)
                .filter(Action.Limit.class::isInstance)
                .map(Action.Limit.class::cast)
                .flatMapToInt(action -> Stream.of(IPV4, IPV6).mapToInt(action::mss));
        return IntStream.concat(IntStream.of(ANY_LIMIT), limits)
                .filter(limit -> limit != Action.NO_LIMIT)
                .mapToObj(limit -> Divergence.of(packet, ReferenceClamp.addingMissing(limit)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private String table() {
        StringBuilder table = new StringBuilder("tables of rules: " + TABLES + ", " + Seed.REPLAY + "\n");
        table.append(String.format("  %-30s %6d%n", "same", same));
        divergences.forEach((divergence, packets) -> table.append(
                String.format("  %-30s %6d  %s%n", divergence.label(), packets, divergence.description())));
        table.append("rules passed over for one key alone: ").append(passedOver).append('\n');
        return table.toString();
    }
}
