// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.RuleTable;

class MixedRulesTest {
    private static final int RULES = 1000;
    private static final int SYNS = 5 * RULES;
    private static final List<String> LINKS = List.of("lo", "wg0", "wg1");

    private final MixedRules mixed = new MixedRules(RULES, LINKS, PacketBenchmark.SEED);
    private final SynPacket syn = new SynPacket();
    private final PacketContext context = new PacketContext();

    /** The number of the rule that decides a SYN which is drawn anew. */
    private int decided(RuleTable table, String link) {
        try (PacketRow row = new PacketRow(List.of(mixed.synLeavingBy(link)))) {
            context.fill(Interface.NONE, new Interface(1, link), 0, false);
            assertThat(syn.decode(row.buffer(), row.index(0), row.length(0), row.length(0)))
                    .isEqualTo(DecodeResult.SYN);
            return table.match(syn, context, 0);
        }
    }

    @Test
    void itsSynsAreDecidedByRulesAllOverTheTable() {
        RuleTable table = new RuleTable(mixed.rules());
        BitSet decided = new BitSet(RULES);
        for (int i = 0; i < SYNS; i++) {
            decided.set(decided(table, LINKS.get(i % LINKS.size())));
        }
        // Of five draws for each rule, one in 150 rules has none.
        assertThat(decided.cardinality()).isGreaterThan(RULES * 9 / 10);
    }

    @Test
    void theLastRuleDecidesWhatIsLeft() {
        RuleTable last = new RuleTable(mixed.rules().subList(RULES - 1, RULES));
        for (int i = 0; i < 100; i++) {
            assertThat(decided(last, "wg1")).isZero();
        }
    }
}
