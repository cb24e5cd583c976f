// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.SetMss;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.SynKind;

/** Rules of ours: made from what others ask, and written as a configuration has them. */
final class RuleText {
    private static final int MAX_MSS_IPV4 = 65495;
    private static final int MAX_MSS_IPV6 = 65475;
    /** What YAML takes for text wherever it stands, and for nothing else. */
    private static final Pattern PLAIN =
            Pattern.compile("[a-z][a-z-]*[0-9.-][a-z0-9.-]*|[0-9]{1,3}([.][0-9]{1,3}){3}(/[0-9]{1,2})?");

    private static final String INDENT = "    ";

    private RuleText() {}

    /** A rule for all packets that leave no MSS larger than this, for one family or both. */
    static SetMss setMss(int mss, Optional<Family> family) throws UntranslatableException {
        boolean isForIpv4 = family.orElse(Family.IPV4) == Family.IPV4;
        int most = isForIpv4 && family.isPresent() ? MAX_MSS_IPV4 : MAX_MSS_IPV6;
        if (mss < Action.FLOOR || mss > most) {
            throw new UntranslatableException(
                    "an MSS of " + mss + ", where " + Action.FLOOR + "-" + most + " is allowed");
        }
        return new SetMss(
                isForIpv4 ? mss : Action.NO_LIMIT, family.orElse(Family.IPV6) == Family.IPV6 ? mss : Action.NO_LIMIT);
    }

    /** The action may be for both families where the match is for one. */
    static Rule rule(String name, Match match, Action action, boolean continues, boolean addsMissing)
            throws UntranslatableException {
        boolean canBeMissing = match.mss().isEmpty() || match.mss().get().excluded();
        MissingMss missing = addsMissing && canBeMissing ? MissingMss.ADD : MissingMss.LEAVE;
        if (!(action instanceof SetMss limit)) {
            return new Rule(name, match, action, Mode.ENFORCE, continues, missing);
        }
        int mss = Math.max(limit.ipv4(), limit.ipv6());
        return new Rule(name, ofEither(match), setMss(mss, match.family()), Mode.ENFORCE, continues, missing);
    }

    /** Without the family, which the action says. */
    private static Match ofEither(Match match) {
        return new Match(
                match.in(),
                match.out(),
                match.from(),
                match.to(),
                match.sourcePorts(),
                match.destinationPorts(),
                Optional.empty(),
                match.mark(),
                match.mss(),
                match.flags());
    }

    /** Leaves packets alone, and keeps later rules from them. */
    static Rule pass(String name, Match match) {
        return new Rule(name, match, new Action.Pass(), Mode.ENFORCE, false, MissingMss.LEAVE);
    }

    /** Every SYN on one side of these interfaces. */
    static Match match(Side side, InterfacePattern pattern, Optional<Family> family) {
        List<InterfacePattern> patterns = List.of(pattern);
        return new Match(
                side == Side.IN ? patterns : List.of(),
                side == Side.OUT ? patterns : List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                family,
                Optional.empty(),
                Optional.empty(),
                SynKind.BOTH);
    }

    /** The same for every rule that does the same. */
    static Rule unnamed(Rule rule) {
        return new Rule("", rule.match(), rule.action(), rule.mode(), rule.continues(), rule.missingMss());
    }

    /** The lines of an entry in the list of rules. */
    static List<String> lines(Rule rule, String name) {
        List<String> lines = new ArrayList<>();
        lines.add("  - name: " + quoted(name));
        List<String> keys = keys(rule.match());
        if (!keys.isEmpty()) {
            lines.add(INDENT + "match: { " + String.join(", ", keys) + " }");
        }
        lines.add(INDENT + text(rule.action()));
        if (rule.missingMss() == MissingMss.ADD) {
            lines.add(INDENT + "missing-mss: add");
        }
        if (rule.continues()) {
            lines.add(INDENT + "continue: true");
        }
        return lines;
    }

    private static String text(Action action) {
        return action instanceof SetMss limit && limit.ipv4() == limit.ipv6()
                ? "set-mss: { ipv4: " + limit.ipv4() + ", ipv6: " + limit.ipv6() + " }"
                : action.toString();
    }

    private static List<String> keys(Match match) {
        List<String> keys = new ArrayList<>();
        match.family().ifPresent(family -> keys.add("family: " + family.label()));
        add(keys, "in", match.in());
        add(keys, "out", match.out());
        if (match.flags() != SynKind.BOTH) {
            keys.add("flags: " + match.flags().label());
        }
        add(keys, "sport", match.sourcePorts());
        add(keys, "dport", match.destinationPorts());
        match.mark().ifPresent(mark -> keys.add("mark: " + quoted(mark.toString())));
        match.mss().ifPresent(mss -> keys.add("mss: " + quoted(mss.toString())));
        add(keys, "from", match.from());
        add(keys, "to", match.to());
        return keys;
    }

    private static void add(List<String> keys, String key, List<?> values) {
        if (values.size() == 1) {
            keys.add(key + ": " + quoted(values.get(0).toString()));
        } else if (!values.isEmpty()) {
            keys.add(key + ": "
                    + values.stream()
                            .map(value -> quoted(value.toString()))
                            .collect(Collectors.joining(", ", "[", "]")));
        }
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() || text.matches("[0-9]+(-[0-9]*)?")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
