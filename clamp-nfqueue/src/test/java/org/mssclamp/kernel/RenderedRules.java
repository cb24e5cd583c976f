// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.SynKind;

/**
 * Rules of ours as rules of iptables that do the same with TCPMSS, for one family.
 *
 * <p>iptables has no lists within a rule. Each rule of ours becomes a row of chains, one for each key; what satisfies an
 * entry of the key's list goes to the next chain, what satisfies none returns to FORWARD and so to the next rule:
 *
 * <pre>
 *   FORWARD ─▶ r0s0 in: a or b ─▶ r0s1 from: not c, d or e ─▶ … ─▶ TCPMSS, ACCEPT unless it continues
 *      └─────▶ r1s0 …
 * </pre>
 */
final class RenderedRules {
    private static final String SYNS = "-p tcp --tcp-flags SYN,RST SYN";

    private final Family family;
    private final List<String> chains = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private RenderedRules(Family family) {
        this.family = family;
    }

    /** Lines for the mangle table. */
    static List<String> of(List<Rule> rules, Family family) {
        RenderedRules rendered = new RenderedRules(family);
        for (int i = 0; i < rules.size(); i++) {
            rendered.add("r" + i, rules.get(i));
        }
        List<String> all = new ArrayList<>(rendered.chains);
        all.addAll(rendered.lines);
        return all;
    }

    private void add(String name, Rule rule) {
        Match match = rule.match();
        if (!rule.action().isFor(family) || !match.family().orElse(family).equals(family)) {
            return;
        }
        List<List<Step>> stages = new ArrayList<>();
        stages.add(oneOf(match.in(), pattern -> "-i " + text(pattern)));
        stages.add(oneOf(match.out(), pattern -> "-o " + text(pattern)));
        stages.add(oneOf(match.sourcePorts(), range -> "-p tcp --sport " + text(range)));
        stages.add(oneOf(match.destinationPorts(), range -> "-p tcp --dport " + text(range)));
        stages.add(oneOf(match.mark().stream().toList(), RenderedRules::text));
        stages.add(oneOf(match.mss().stream().toList(), RenderedRules::text));
        stages.add(oneOf(List.of(match.flags()), RenderedRules::text));
        stages.add(inside("-s", match.from()));
        stages.add(inside("-d", match.to()));
        stages.removeIf(List::isEmpty);

        lines.add("-A FORWARD " + SYNS + " -j " + chain(name, 0));
        for (int i = 0; i < stages.size(); i++) {
            for (Step step : stages.get(i)) {
                String target = step.matches() ? " -g " + chain(name, i + 1) : " -j RETURN";
                lines.add("-A " + chain(name, i) + " " + step.condition() + target);
            }
        }
        for (int i = 0; i <= stages.size(); i++) {
            chains.add(":" + chain(name, i) + " - [0:0]");
        }
        act(chain(name, stages.size()), rule);
    }

    private static String chain(String name, int stage) {
        return name + "s" + stage;
    }

    /** A condition that decides whether a rule goes on matching or does not match. */
    private record Step(String condition, boolean matches) {}

    private static <T> List<Step> oneOf(List<T> values, Function<T, String> condition) {
        return values.stream()
                .map(value -> new Step(condition.apply(value), true))
                .toList();
    }

    /** In none of the prefixes excluded, and in one of the others if there are any, be they of the other family. */
    private List<Step> inside(String address, List<Prefix> prefixes) {
        List<Step> steps = new ArrayList<>();
        for (boolean excluded : List.of(true, false)) {
            prefixes.stream()
                    .filter(prefix -> prefix.excluded() == excluded && prefix.family() == family)
                    .forEach(prefix -> steps.add(new Step(address + " " + prefix.text(), !excluded)));
        }
        if (prefixes.stream().allMatch(Prefix::excluded)) {
            steps.add(new Step("", true));
        } else if (steps.isEmpty()) {
            steps.add(new Step("", false));
        }
        return steps;
    }

    private void act(String chain, Rule rule) {
        if (rule.action() instanceof Action.Limit limit && rule.mode() == Mode.ENFORCE) {
            lines.add("-A " + chain + " " + SYNS + " -j TCPMSS --set-mss " + limit.mss(family));
        }
        if (!rule.continues()) {
            lines.add("-A " + chain + " -j ACCEPT");
        }
    }

    private static String text(InterfacePattern pattern) {
        return pattern.name() + (pattern.wildcard() ? "+" : "");
    }

    private static String text(PortRange range) {
        return range.low() + ":" + range.high();
    }

    private static String text(MarkMask mark) {
        return "-m mark --mark %#x/%#x".formatted(mark.value(), mark.mask());
    }

    private static String text(MssRange range) {
        return "-p tcp -m tcpmss %s--mss %d:%d".formatted(range.excluded() ? "! " : "", range.low(), range.high());
    }

    private static String text(SynKind kind) {
        return switch (kind) {
            case SYN -> "-p tcp --tcp-flags ACK NONE";
            case SYN_ACK -> "-p tcp --tcp-flags ACK ACK";
            case BOTH -> "-p tcp";
        };
    }
}
