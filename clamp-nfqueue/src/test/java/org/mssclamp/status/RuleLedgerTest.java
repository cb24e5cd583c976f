// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mssclamp.rule.RuleBuilder.rule;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

/** What was counted of rules goes on over reloads. */
class RuleLedgerTest {
    private static final int MSS = 1460;
    private static final int BEHIND = 9;

    private final RuleLedger ledger = new RuleLedger();
    private final Map<PacketCounters, SynPipeline> pipelines = new HashMap<>();
    private List<Rule> rules = List.of();

    /** A rule for the SYNs to one port, by which it can be hit. */
    private static Rule to(int port, String name, int limit) {
        return rule(name).destinationPorts(port, port).setMss(limit).build();
    }

    private static Rule to(int port) {
        return to(port, "port-" + port, 1300);
    }

    private static List<Rule> ports(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(RuleLedgerTest::to)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void reload(List<PacketCounters> workers, List<Rule> next) {
        pipelines.clear();
        for (PacketCounters worker : workers) {
            SynPipeline pipeline = new SynPipeline(new RuleTable(next), Policy.DEFAULT, false, Paths.NONE, worker);
            pipeline.enterForce();
            pipelines.put(worker, pipeline);
        }
        rules = next;
        ledger.follow(workers, next.stream().map(Rule::name).toList());
    }

    private void hit(PacketCounters worker, int port) {
        byte[] octets = SynBuilder.ipv4().ports(40_000, port).mss(MSS).build();
        ByteBuf buffer = Octets.between(0, octets, BEHIND);
        Objects.requireNonNull(pipelines.get(worker))
                .process(buffer, 0, octets.length, octets.length, new PacketContext());
        buffer.release();
    }

    private Map<String, Long> matched() {
        return ledger.counts().stream().collect(Collectors.toMap(RuleCount::name, RuleCount::matched));
    }

    @Test
    void namesTheFirstRulesAndSumsThoseBehind() {
        PacketCounters worker = new PacketCounters();
        reload(List.of(worker), ports(1, 64));
        assertThat(matched()).hasSize(64).containsKeys("port-1", "port-64").doesNotContainKey("other");

        reload(List.of(worker), ports(1, 67));
        hit(worker, 64);
        hit(worker, 65);
        hit(worker, 67);
        assertThat(matched()).hasSize(65).containsEntry("port-64", 1L).containsEntry("other", 2L);
    }

    @Test
    void countsARuleThatIsNamedAsTheOthersAmongThem() {
        PacketCounters worker = new PacketCounters();
        reload(List.of(worker), List.of(to(1, "other", 1300), to(2)));
        hit(worker, 1);
        assertThat(ledger.counts()).containsExactly(new RuleCount("port-2", 0, 0), new RuleCount("other", 1, 1));
    }

    @Test
    void goesOnWhenARuleIsChanged() {
        PacketCounters worker = new PacketCounters();
        reload(List.of(worker), List.of(to(1)));
        hit(worker, 1);
        reload(List.of(worker), List.of(to(1, "port-1", MSS)));
        assertThat(worker.rule("port-1").count(PacketCounters.RuleCount.MATCHED))
                .isZero();
        assertThat(ledger.counts()).containsExactly(new RuleCount("port-1", 1, 1));
        hit(worker, 1);
        assertThat(ledger.counts()).containsExactly(new RuleCount("port-1", 2, 1));
    }

    @Test
    void goesOnWhenAWorkerIsGone() {
        PacketCounters stays = new PacketCounters();
        PacketCounters leaves = new PacketCounters();
        reload(List.of(stays, leaves), ports(1, 65));
        hit(stays, 1);
        hit(leaves, 1);
        hit(leaves, 65);
        reload(List.of(stays), ports(1, 65));
        assertThat(matched()).containsEntry("port-1", 2L).containsEntry("other", 1L);
        hit(stays, 1);
        hit(stays, 65);
        assertThat(matched()).containsEntry("port-1", 3L).containsEntry("other", 2L);
    }

    @Test
    void leavesWhatTheOthersHadWithThemWhenOneOfThemIsNamed() {
        PacketCounters worker = new PacketCounters();
        reload(List.of(worker), ports(1, 66));
        hit(worker, 65);
        hit(worker, 66);
        reload(List.of(worker), ports(2, 66));
        assertThat(matched()).containsEntry("port-65", 0L).containsEntry("other", 2L);
        hit(worker, 65);
        hit(worker, 66);
        assertThat(matched()).containsEntry("port-65", 1L).containsEntry("other", 3L);
    }

    @Test
    void leavesANamedRuleItsNameWhenOthersComeBefore() {
        PacketCounters worker = new PacketCounters();
        reload(List.of(worker), ports(11, 74));
        hit(worker, 74);
        reload(List.of(worker), ports(1, 74));
        hit(worker, 1);
        assertThat(matched())
                .hasSize(65)
                .containsEntry("port-74", 1L)
                .containsEntry("other", 1L)
                .doesNotContainKey("port-1");
    }

    @Test
    void endsARuleThatIsGoneAndGoesOnWhenItIsBack() {
        PacketCounters worker = new PacketCounters();
        reload(List.of(worker), ports(1, 2));
        hit(worker, 2);
        reload(List.of(worker), ports(1, 1));
        assertThat(matched()).containsOnlyKeys("port-1");
        reload(List.of(worker), ports(1, 2));
        hit(worker, 2);
        assertThat(matched()).containsEntry("port-2", 2L);
    }

    @Test
    void doesNotRememberEveryNameThereEverWas() {
        PacketCounters worker = new PacketCounters();
        for (int generation = 0; generation < 100; generation++) {
            int first = 1 + 64 * generation;
            reload(List.of(worker), ports(first, first + 63));
            IntStream.range(first, first + 64).forEach(port -> hit(worker, port));
        }
        reload(List.of(worker), ports(1, 64));
        assertThat(matched()).allSatisfy((name, count) -> assertThat(count).isZero());
    }

    /** Workers and rules come and go, change and change places; whatever a series has told it tells on. */
    @Test
    void countsEachHitOnceAndNeverFalls() {
        Random random = new Random(Seed.VALUE);
        List<PacketCounters> workers = new ArrayList<>(List.of(new PacketCounters(), new PacketCounters()));
        reload(workers, ports(1, 70));
        Map<String, Long> expected = matched();
        for (int step = 0; step < 300; step++) {
            if (step % 10 == 0) {
                if (random.nextInt(3) == 0) {
                    workers.remove(0);
                    workers.add(new PacketCounters());
                }
                List<Rule> next = randomRules(random);
                reload(workers, next);
                expected.keySet().retainAll(matched().keySet());
                matched().forEach(expected::putIfAbsent);
            } else {
                Rule rule = rules.get(random.nextInt(rules.size()));
                hit(workers.get(random.nextInt(workers.size())), port(rule));
                expected.merge(expected.containsKey(rule.name()) ? rule.name() : "other", 1L, Long::sum);
            }
            assertThat(matched()).as("step %d, %s", step, Seed.REPLAY).isEqualTo(expected);
        }
    }

    private static int port(Rule rule) {
        return rule.match().destinationPorts().get(0).low();
    }

    private static List<Rule> randomRules(Random random) {
        List<Rule> next = new ArrayList<>();
        for (int port = 1; port <= 90; port++) {
            if (random.nextInt(4) > 0) {
                next.add(to(port, "port-" + port, 1300 + random.nextInt(2)));
            }
        }
        Collections.shuffle(next, random);
        return next;
    }
}
