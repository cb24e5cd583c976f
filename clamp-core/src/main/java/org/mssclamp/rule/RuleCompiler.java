// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Arranges rules for matching: files them by the field that tells most of them apart, and what is left by other fields. */
final class RuleCompiler {
    /** So many rules are asked as fast as they are looked for. */
    private static final int MAX_SCANNED = 8;

    /** A rule may be in many leaves, but all rules together not in more than so many times what they ask. */
    private static final int MAX_COPIES = 16;

    /** The rarer masks are not worth a look-up each. */
    private static final int MAX_MASKS = 8;

    private RuleCompiler() {}

    /** One node for all of the rules, which are in their order. */
    static MatchNode compile(List<CompiledRule> rules) {
        long asked = rules.stream().mapToLong(RuleCompiler::asked).sum();
        return node(rules, fields(rules), asked * MAX_COPIES);
    }

    private static int asked(CompiledRule rule) {
        Match match = rule.rule().match();
        return 1
                + match.in().size()
                + match.out().size()
                + match.from().size()
                + match.to().size()
                + match.sourcePorts().size()
                + match.destinationPorts().size();
    }

    private static List<Field> fields(List<CompiledRule> rules) {
        List<Field> fields = new ArrayList<>();
        for (MatchKey key : MatchKey.values()) {
            if (key != MatchKey.MARK) {
                fields.add(new Field(key));
            }
        }
        Map<Integer, Integer> masks = new HashMap<>();
        for (CompiledRule rule : rules) {
            rule.rule().match().mark().ifPresent(mark -> masks.merge(mark.mask(), 1, Integer::sum));
        }
        masks.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_MASKS)
                .forEach(mask -> fields.add(new Field(MatchKey.MARK, mask.getKey())));
        return fields;
    }

    /**
     * One node for some rules.
     *
     * @param fields those by which the rules are not filed yet
     * @param room how many entries all that is below the node may have
     */
    private static MatchNode node(List<CompiledRule> rules, List<Field> fields, long room) {
        if (rules.size() == 1) {
            return rules.get(0);
        }
        if (rules.size() <= MAX_SCANNED) {
            return rules.isEmpty() ? RuleScan.EMPTY : new RuleScan(rules);
        }
        Candidate best = null;
        for (Field field : fields) {
            Filing filing = new Filing(field, rules);
            if (filing.filed().isEmpty() || filing.entries() > room) {
                continue;
            }
            Candidate candidate = Candidate.of(filing);
            if (best == null || candidate.left < best.left) {
                best = candidate;
            }
        }
        if (best == null || best.left > rules.size() - MAX_SCANNED) {
            return new RuleScan(rules);
        }
        return tree(best, fields, room);
    }

    private record Candidate(Filing filing, Nest nest, double left) {
        static Candidate of(Filing filing) {
            Nest nest = new Nest(filing.filed().keySet());
            return new Candidate(filing, nest, filing.left(nest));
        }
    }

    private static MatchNode tree(Candidate best, List<Field> fields, long room) {
        Filing filing = best.filing;
        List<Field> rest =
                fields.stream().filter(field -> !field.equals(filing.field())).toList();
        double share = (double) room / filing.entries();
        MatchNode[] ofBlock = filing.filed().values().stream()
                .map(rules -> node(rules, rest, (long) (rules.size() * share)))
                .toArray(MatchNode[]::new);
        MatchNode others = node(filing.others(), rest, (long) (filing.others().size() * share));
        return new RuleTree(filing.field(), best.nest, ofBlock, others);
    }
}
