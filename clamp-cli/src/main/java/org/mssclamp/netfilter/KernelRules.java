// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All rules of a network namespace.
 *
 * @param tables in force
 * @param asleep tables that are not, because they are dormant
 * @param unread tables in force of which only the names are known; they are among the others, with rules that may be any
 */
public record KernelRules(
        List<KernelTable> tables, List<Flowtable> flowtables, List<KernelTable> asleep, List<KernelTable> unread) {
    /** Copies the lists. */
    public KernelRules {
        tables = List.copyOf(tables);
        flowtables = List.copyOf(flowtables);
        asleep = List.copyOf(asleep);
        unread = List.copyOf(unread);
    }

    /** All known, and in force. */
    public KernelRules(List<KernelTable> tables, List<Flowtable> flowtables) {
        this(tables, flowtables, List.of(), List.of());
    }

    /** A chain with its table. */
    record Called(KernelTable table, KernelChain chain, KernelChain.Base base) {}

    /** The chains that packets come to, in the order the kernel calls them. */
    List<Called> way(List<Hook> hooks, Probe probe) {
        return hooks.stream()
                .flatMap(hook -> calledAt(hook, probe))
                .filter(called -> !called.base().translates() || probe.kind() == PacketKind.SYN)
                .toList();
    }

    private Stream<Called> calledAt(Hook hook, Probe probe) {
        return tables.stream()
                .filter(table -> table.families().contains(probe.family()))
                .flatMap(table -> table.chains().stream().flatMap(chain -> called(table, chain)))
                .filter(called -> called.base().hook() == hook)
                .sorted(Comparator.comparingInt(called -> called.base().priority()));
    }

    private static Stream<Called> called(KernelTable table, KernelChain chain) {
        return chain.base().stream().map(base -> new Called(table, chain, base));
    }

    /** Every rule in force, with where it is. */
    public List<Placed> rules() {
        return placed(tables);
    }

    /** Every rule that is not in force. */
    public List<Placed> rulesAsleep() {
        return placed(asleep);
    }

    private static List<Placed> placed(List<KernelTable> tables) {
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
