// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.AllocatedOctets;
import org.mssclamp.Seed;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.packet.SynPacket;

class ManyRulesTest {
    private static final int LOOK_UPS_OF_MANY = 2_000;

    private final PacketContext context = new PacketContext();

    private static SynPacket decode(SynBuilder packet) {
        byte[] octets = packet.build();
        SynPacket syn = new SynPacket();
        assertThat(syn.decode(Octets.exactly(octets), 0, octets.length, octets.length))
                .isEqualTo(DecodeResult.SYN);
        return syn;
    }

    /** By asking one rule after the other. */
    private int firstMatch(RuleTable table, SynPacket syn, int from) {
        return IntStream.range(from, table.size())
                .filter(number -> table.mismatch(number, syn, context).isEmpty())
                .findFirst()
                .orElse(RuleTable.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 100, 10_000, 100_000})
    void agreesWithAScanAtTheBordersOfEveryRule(int count) {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        // Of few rules it may be that none can match.
        int tables = count < 100 ? 100 : 1;
        int lookUps = count > 1000 ? LOOK_UPS_OF_MANY : 10 * LOOK_UPS_OF_MANY;
        int matched = 0;
        for (int i = 0; i < tables; i++) {
            matched += matches(count, lookUps / tables, random);
        }
        assertThat(matched).as("how often some rule matched, %s", Seed.REPLAY).isGreaterThan(lookUps / 20);
    }

    /** How often some rule matched, wherever in such a table the look-up began. */
    private int matches(int count, int lookUps, SplittableRandom random) {
        ManyRules many = new ManyRules(count, random);
        RuleTable table = new RuleTable(many.rules());
        int matched = 0;
        for (int i = 0; i < lookUps; i++) {
            SynBuilder packet = many.packet(context);
            SynPacket syn = decode(packet);
            int number = firstMatch(table, syn, 0);
            assertThat(table.match(syn, context, 0))
                    .as("SYN %d of %d rules, %s", i, count, Seed.REPLAY)
                    .isEqualTo(number);
            matched += number == RuleTable.NONE ? 0 : 1;
            int from = number == RuleTable.NONE || random.nextBoolean() ? random.nextInt(count + 1) : number + 1;
            assertThat(table.match(syn, context, from))
                    .as("SYN %d of %d rules from %d, %s", i, count, from, Seed.REPLAY)
                    .isEqualTo(firstMatch(table, syn, from));
        }
        return matched;
    }

    @Test
    void allocatesNothing() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        ManyRules many = new ManyRules(5_000, random);
        RuleTable table = new RuleTable(many.rules());
        SynPacket[] packets = IntStream.range(0, 200)
                .mapToObj(i -> decode(many.packet(context)))
                .toArray(SynPacket[]::new);
        Interface[] interfaces = IntStream.range(0, 100)
                .mapToObj(i -> Interfaces.named("wg" + i))
                .toArray(Interface[]::new);
        assertThat(AllocatedOctets.least(20, () -> {
                    for (int i = 0; i < 100_000; i++) {
                        context.fill(interfaces[i % 100], interfaces[i % 7], i, false);
                        for (int from = 0; from >= 0 && from < table.size(); from++) {
                            from = Math.max(table.match(packets[i % 200], context, from), -2);
                            if (from < 0) {
                                break;
                            }
                        }
                    }
                }))
                .as(Seed.REPLAY)
                .isZero();
    }

    private void findsEach(int count, IntFunction<RuleBuilder> rule, IntFunction<SynBuilder> packet) {
        List<Rule> rules =
                IntStream.range(0, count).mapToObj(i -> rule.apply(i).build()).toList();
        RuleTable table = new RuleTable(rules);
        for (int i = 0; i < count; i += 97) {
            assertThat(table.match(decode(packet.apply(i)), context, 0)).isEqualTo(i);
        }
    }

    @Test
    void findsEachOfRulesThatDifferOnlyByPort() {
        findsEach(
                65_536,
                i -> RuleBuilder.rule("" + i).to("198.51.100.0/24").destinationPorts(i, i),
                i -> SynBuilder.ipv4().ports(7, i));
    }

    @Test
    void findsEachOfRulesThatDifferOnlyBySource() {
        findsEach(
                100_000,
                i -> RuleBuilder.rule("" + i).from(host(i)),
                i -> SynBuilder.ipv4().from(host(i)));
    }

    private static String host(int number) {
        return "10." + (number >> 16) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF);
    }

    @Test
    void findsEachOfRulesThatDifferOnlyByInterface() {
        findsEach(100_000, i -> RuleBuilder.rule("" + i).in("ppp" + i), i -> {
            context.fill(Interfaces.named("ppp" + i), Interface.NONE, 0, false);
            return SynBuilder.ipv4();
        });
    }
}
