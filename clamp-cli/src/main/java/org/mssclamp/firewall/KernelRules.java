// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mssclamp.firewall.KernelRule.Ask;
import org.mssclamp.firewall.KernelRule.Go;
import org.mssclamp.firewall.KernelRule.Leave;
import org.mssclamp.firewall.KernelRule.Lower;
import org.mssclamp.firewall.KernelRule.LowerToPath;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;

/**
 * Rules of ours as rules of the kernel's, of which the first that matches decides, too.
 *
 * <pre>
 *   mssclamp ──▶ rule 1, goto ──▶ mssclamp-1: clamps ──▶ back to the hook, past the rest
 *      ├───────▶ rule 2, jump ──▶ mssclamp-2: clamps ─┐ continue: true
 *      ◀──────────────────────────────────────────────┘
 *      ├─ excluded by rule 3 ──▶ mssclamp-from-4: the rest of the rules
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class KernelRules {
    /** Where a packet begins. */
    static final String FIRST = "mssclamp";

    private final Family family;
    private final boolean canAdd;
    private final List<KernelRule> rules = new ArrayList<>();
    private final List<String> chains = new ArrayList<>();
    private final List<Unsaid> unsaid = new ArrayList<>();
    private String chain = FIRST;

    /**
     * What the kernel cannot do.
     *
     * @param rule its name
     */
    record Unsaid(String rule, String reason) {}

    /** For one family; {@code canAdd} tells whether an MSS can be added where there is none. */
    KernelRules(Family family, boolean canAdd) {
        this.family = family;
        this.canAdd = canAdd;
        chains.add(FIRST);
    }

    /** In the order of chains that a packet can meet them. */
    List<KernelRule> rules() {
        return rules;
    }

    List<String> chains() {
        return chains;
    }

    List<Unsaid> unsaid() {
        return unsaid;
    }

    /** Takes all rules, in their order. */
    KernelRules take(List<Rule> written) {
        for (int i = 0; i < written.size(); i++) {
            Rule rule = written.get(i);
            boolean isForFamily = rule.match().family().orElse(family) == family
                    && rule.action().isFor(family);
            if (isForFamily) {
                take(rule, i + 1);
            }
        }
        return this;
    }

    private void take(Rule rule, int number) {
        Optional<String> reason = KernelLimits.reason(rule);
        reason.ifPresent(why -> unsaid.add(new Unsaid(rule.name(), why)));
        boolean adds = rule.missingMss() == MissingMss.ADD;
        if (reason.isEmpty() && adds && !canAdd) {
            unsaid.add(new Unsaid(rule.name(), "nft adds no MSS where there is none; the rest of the rule is here"));
        }
        boolean acts = reason.isEmpty() && rule.mode() == Mode.ENFORCE && !(rule.action() instanceof Action.Pass);
        if (!acts && rule.continues()) {
            return;
        }
        List<Ask> asks = KernelAsks.of(rule.match(), family);
        if (asks.isEmpty()) {
            return;
        }
        String next = FIRST + "-from-" + (number + 1);
        boolean branches = branchOut(rule.match(), next);
        if (acts) {
            act(rule, number, asks, adds && canAdd);
        } else {
            asks.forEach(ask -> add(ask, new Leave()));
        }
        if (branches) {
            add(Ask.NOTHING, new Go(next, false));
            chains.add(next);
            chain = next;
        }
    }

    /** Sends what a rule excludes past it; whether it excludes anything. */
    private boolean branchOut(Match match, String next) {
        List<Ask> excluded = Stream.concat(
                        excluded(match.from()).map(Ask::from),
                        excluded(match.to()).map(Ask::to))
                .toList();
        excluded.forEach(ask -> add(ask, new Go(next, false)));
        return !excluded.isEmpty();
    }

    private Stream<Prefix> excluded(List<Prefix> prefixes) {
        return prefixes.stream().filter(prefix -> prefix.excluded() && prefix.family() == family);
    }

    private void act(Rule rule, int number, List<Ask> asks, boolean adds) {
        String target = FIRST + "-" + number;
        chains.add(target);
        asks.forEach(ask -> add(ask, new Go(target, rule.continues())));
        if (rule.action() instanceof ClampToPmtu) {
            rules.add(new KernelRule(target, family, Ask.NOTHING, new LowerToPath(adds)));
        } else if (rule.action() instanceof Action.Limit limit && limit.mss(family) >= Action.FLOOR) {
            rules.add(new KernelRule(target, family, Ask.NOTHING, new Lower(limit.mss(family), adds)));
        }
    }

    private void add(Ask ask, KernelRule.Verdict verdict) {
        rules.add(new KernelRule(chain, family, ask, verdict));
    }

    /** What both families together cannot say, each once. */
    static Set<Unsaid> unsaid(List<KernelRules> families) {
        Set<Unsaid> unsaid = new LinkedHashSet<>();
        families.forEach(one -> unsaid.addAll(one.unsaid));
        return unsaid;
    }
}
