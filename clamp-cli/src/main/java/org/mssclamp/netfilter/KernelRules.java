// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.packet.Family;

/** All rules in force in a network namespace. */
public record KernelRules(List<KernelTable> tables, List<Flowtable> flowtables) {
    /** Copies the lists. */
    public KernelRules {
        tables = List.copyOf(tables);
        flowtables = List.copyOf(flowtables);
    }

    /** A chain with its table. */
    record Called(KernelTable table, KernelChain chain, KernelChain.Base base) {}

    /** The chains at a hook in the order the kernel calls them. */
    List<Called> calledAt(Hook hook, Family family) {
        return tables.stream()
                .filter(table -> table.families().contains(family))
                .flatMap(table -> table.chains().stream().flatMap(chain -> called(table, chain)))
                .filter(called -> called.base().hook() == hook)
                .sorted(Comparator.comparingInt(called -> called.base().priority()))
                .toList();
    }

    private static Stream<Called> called(KernelTable table, KernelChain chain) {
        return chain.base().stream().map(base -> new Called(table, chain, base));
    }

    /** Every rule, with where it is. */
    public List<Placed> rules() {
        List<Placed> placed = new ArrayList<>();
        for (KernelTable table : tables) {
            for (KernelChain chain : table.chains()) {
                chain.rules().forEach(rule -> placed.add(new Placed(table, chain, rule)));
            }
        }
        return placed;
    }

    /** Whether tables of this program have rules. */
    public boolean hasRulesOf(String program) {
        return tables.stream().anyMatch(table -> table.program().equals(program) && table.hasRules());
    }
}
