// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.firewall.KernelRule.Ask;
import org.mssclamp.firewall.KernelRule.Go;
import org.mssclamp.firewall.KernelRule.Leave;
import org.mssclamp.firewall.KernelRule.Lower;
import org.mssclamp.firewall.KernelRule.LowerToPath;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;

/**
 * Rules of ours as rules of the kernel's, of which the first that matches decides, too.
 *
 * <pre>
 *   mssclamp ──▶ rule 1, goto ──▶ mssclamp-1: clamps ──▶ back to the hook, past the rest
 *      ├───────▶ rule 2, jump ──▶ mssclamp-2: clamps ─┐ continue: true
 *      ◀──────────────────────────────────────────────┘
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
    private boolean hasEnded;

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
            if (isForFamily && hasEnded) {
                unsaid.add(new Unsaid(rule.name(), "it stands behind a rule that ends the way of all packets here"));
            } else if (isForFamily) {
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
        if (KernelLimits.isTooMuch(rule, family)) {
            hasEnded = true;
            add(Ask.NOTHING, new Leave());
            return;
        }
        List<Ask> asks = KernelAsks.of(rule.match(), family);
        if (asks.isEmpty()) {
            return;
        }
        if (acts) {
            act(rule, number, asks, adds && canAdd);
        } else {
            asks.forEach(ask -> add(ask, new Leave()));
        }
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
        rules.add(new KernelRule(FIRST, family, ask, verdict));
    }

    /** What both families together cannot say, each once. */
    static Set<Unsaid> unsaid(List<KernelRules> families) {
        Set<Unsaid> unsaid = new LinkedHashSet<>();
        families.forEach(one -> unsaid.addAll(one.unsaid));
        return unsaid;
    }
}
