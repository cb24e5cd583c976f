// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.firewall.SavedOption;
import org.mssclamp.firewall.SavedRule;
import org.mssclamp.firewall.SavedTarget;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;

/** Takes what rules of iptables ask for conditions of ours; see iptables(8) and iptables-extensions(8). */
record IptablesMatches(Conditions conditions) {
    /** What these ask stands in their options alone. */
    private static final Set<String> MODULES =
            Set.of("tcp", "tcpmss", "comment", "mark", "multiport", "conntrack", "state", "iprange");

    private static final Set<String> VERDICTS = Set.of("ACCEPT", "RETURN", "DROP");
    private static final Set<String> OF_MATCHES = Set.of(
            "--sport",
            "--sports",
            "--dport",
            "--dports",
            "--mss",
            "--syn",
            "--tcp-flags",
            "--ctstate",
            "--state",
            "--src-range",
            "--dst-range");

    private static final Set<String> OF_TCP = Set.of("tcp", "6", "all", "0", "ip");

    /** Throws for the first that cannot be said; what was taken before stays. */
    void take(SavedRule rule) throws UntranslatableException {
        for (SavedOption option : rule.options()) {
            take(option);
        }
        if (rule.target().isPresent()) {
            takeBehind(rule.target().get());
        }
        for (String module : rule.modules()) {
            boolean hasOptions =
                    rule.options().stream().anyMatch(option -> option.module().equals(module));
            if (!hasOptions && !MODULES.contains(module)) {
                throw new UntranslatableException("no rule of ours asks for -m " + Shown.line(module));
            }
        }
    }

    /** Matches may stand behind the target, too: all but what is known to be the target's own. */
    private void takeBehind(SavedTarget target) throws UntranslatableException {
        boolean isClamp = target.name().equals("TCPMSS");
        boolean hasOwn = !isClamp && !VERDICTS.contains(target.name());
        for (SavedOption option : target.options()) {
            boolean isOfClamp = isClamp && IptablesVerdicts.isOfClamp(option);
            boolean isMatch = OF_MATCHES.contains(option.name()) || !hasOwn;
            if (isMatch && !isOfClamp) {
                take(option);
            }
        }
    }

    private void take(SavedOption option) throws UntranslatableException {
        boolean negated = option.negated();
        String argument = option.argument();
        switch (option.name()) {
            case "-p" -> protocol(argument.toLowerCase(Locale.ROOT), negated);
            case "-i" -> interfaces(Side.IN, argument, negated);
            case "-o" -> interfaces(Side.OUT, argument, negated);
            case "-s" -> addresses(Side.IN, argument, negated);
            case "-d" -> addresses(Side.OUT, argument, negated);
            case "--src-range" -> range(Side.IN, argument, negated);
            case "--dst-range" -> range(Side.OUT, argument, negated);
            case "--sport", "--sports" -> ports(Side.IN, argument, negated);
            case "--dport", "--dports" -> ports(Side.OUT, argument, negated);
            case "--mark" -> mark(option);
            case "--mss" -> conditions.mss(Literals.mss(argument, negated));
            case "--syn" -> flags(List.of("FIN,SYN,RST,ACK", "SYN"), negated);
            case "--tcp-flags" -> flags(option.arguments(), negated);
            case "--ctstate", "--state" ->
                conditions.kinds(TcpFlags.kindsOfStates(list(argument.toLowerCase(Locale.ROOT)), negated));
            case "--comment" -> {}
            default -> throw new UntranslatableException("no rule of ours asks for " + Shown.line(option.toString()));
        }
    }

    private static List<String> list(String text) {
        return Arrays.asList(text.split(",", -1));
    }

    private void protocol(String protocol, boolean negated) {
        boolean includesTcp = OF_TCP.contains(protocol) != negated;
        if (!includesTcp) {
            conditions.never();
        }
    }

    private void interfaces(Side side, String name, boolean negated) throws UntranslatableException {
        if (negated) {
            conditions.isNoneOf(side, List.of(Literals.interfacePattern(name)));
        } else {
            conditions.isOneOf(side, List.of(Literals.interfacePattern(name)));
        }
    }

    private void addresses(Side side, String text, boolean negated) throws UntranslatableException {
        List<Prefix> prefixes = new ArrayList<>();
        for (String one : list(text)) {
            Prefix prefix = Literals.prefix(one, negated);
            if (conditions.family().orElse(prefix.family()) != prefix.family()) {
                throw new UntranslatableException(Shown.of(one) + " is no address of "
                        + conditions.family().get().label() + ": if all of it is of ip6tables, say --from ip6tables");
            }
            prefixes.add(prefix);
        }
        prefixes(side, prefixes, negated);
    }

    private void range(Side side, String text, boolean negated) throws UntranslatableException {
        String[] ends = text.split("-", 2);
        prefixes(side, Literals.addressRange(ends[0], ends[ends.length - 1], negated), negated);
    }

    private void prefixes(Side side, List<Prefix> prefixes, boolean negated) throws UntranslatableException {
        if (negated) {
            conditions.isOutside(side, prefixes);
        } else {
            conditions.isWithin(side, prefixes);
        }
    }

    private void ports(Side side, String text, boolean negated) throws UntranslatableException {
        List<PortRange> ranges = new ArrayList<>();
        for (String one : list(text)) {
            ranges.add(Literals.ports(one));
        }
        conditions.ports(side, negated ? Literals.otherPorts(ranges) : ranges);
    }

    private void mark(SavedOption option) throws UntranslatableException {
        if (option.module().equals("connmark")) {
            throw new UntranslatableException("no rule of ours asks for the mark of a connection");
        }
        conditions.mark(Literals.mark(option.argument()), option.negated());
    }

    /** Those of the mask that are set must be those compared with. */
    private void flags(List<String> maskAndSet, boolean negated) throws UntranslatableException {
        if (maskAndSet.size() != 2) {
            throw new UntranslatableException("--tcp-flags without a mask and what is set of it");
        }
        int mask = bits(maskAndSet.get(0));
        int set = bits(maskAndSet.get(1));
        conditions.kinds(TcpFlags.kinds(flags -> ((flags & mask) == set) != negated));
    }

    private static int bits(String names) throws UntranslatableException {
        int bits = 0;
        for (String name : list(names.toLowerCase(Locale.ROOT))) {
            bits |= TcpFlags.bits(name);
        }
        return bits;
    }
}
