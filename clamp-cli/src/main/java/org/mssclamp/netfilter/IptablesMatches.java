// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.firewall.SavedOption;
import org.mssclamp.firewall.SavedRule;

/** What the options of a rule ask; see iptables(8) and iptables-extensions(8). */
final class IptablesMatches {
    private static final Set<String> ALL_FLAGS = Set.of("syn", "ack", "fin", "rst", "urg", "psh");
    private static final int MASK_AND_FLAGS = 2;
    private static final Pattern RANGE = Pattern.compile("([0-9]{0,5}):([0-9]{0,5})");
    private static final int FIRST_OF_CLIENTS = 1024;

    /** All that these ask stands in their options. */
    private static final Set<String> PLAIN =
            Set.of("", "tcp", "udp", "icmp", "icmp6", "comment", "conntrack", "state", "rpfilter");

    /** Each option of these picks out some packets: by address, port, mark, rate, or sender. */
    private static final Set<String> SELECTIVE = Set.of(
            "addrtype",
            "connlimit",
            "connmark",
            "hashlimit",
            "helper",
            "iprange",
            "limit",
            "mac",
            "mark",
            "multiport",
            "owner",
            "physdev",
            "policy",
            "recent",
            "set",
            "tcpmss");

    private IptablesMatches() {}

    static Condition of(SavedRule rule) {
        List<SavedOption> options = rule.options();
        boolean isKnown = rule.modules().stream().allMatch(IptablesMatches::isKnown)
                && (!rule.modules().contains("rpfilter")
                        || rule.option("--invert").isPresent());
        return probe -> options.stream()
                .map(option -> answer(option, probe).negatedIf(option.negated()))
                .reduce(isKnown ? Answer.YES : Answer.UNKNOWN, Answer::and);
    }

    private static boolean isKnown(String module) {
        return PLAIN.contains(module) || SELECTIVE.contains(module);
    }

    private static Answer answer(SavedOption option, Probe probe) {
        return switch (option.name()) {
            case "--comment" -> Answer.YES;
            case "-p" -> probe.isOf(option.arguments());
            case "-i", "-o" -> Probe.passes(option.argument());
            case "-s", "-d" -> Answer.SOME;
            case "-f" -> probe.isLaterFragment();
            case "--sport", "--dport" -> isWide(option.argument()) ? Answer.UNKNOWN : Answer.SOME;
            case "--syn" -> probe.hasOf(Set.of("fin", "syn", "rst", "ack"), Set.of("syn"));
            case "--tcp-flags" -> flags(option.arguments(), probe);
            case "--icmp-type", "--icmpv6-type" -> icmp(option.argument(), probe);
            case "--ctstate", "--state" -> probe.isIn(list(option.argument()).toList());
            case "--ctdir" -> probe.goes(option.argument());
            // Packets that their sender's route does not explain.
            case "--invert" -> option.module().equals("rpfilter") ? Answer.SOME : Answer.UNKNOWN;
            // What is forwarded is for others, and most of it came without IPsec: so all of it may match.
            case "--src-type", "--dst-type" ->
                option.negated() || list(option.argument()).anyMatch("UNICAST"::equals) ? Answer.UNKNOWN : Answer.SOME;
            case "--physdev-is-bridged", "--physdev-is-in", "--physdev-is-out" ->
                option.negated() ? Answer.UNKNOWN : Answer.SOME;
            case "--pol" -> option.argument().equals("ipsec") && !option.negated() ? Answer.SOME : Answer.UNKNOWN;
            default -> SELECTIVE.contains(option.module()) ? Answer.SOME : Answer.UNKNOWN;
        };
    }

    /** Whether a range holds all ports that clients take, and so maybe those of all connections. */
    private static boolean isWide(String ports) {
        Matcher matcher = RANGE.matcher(ports);
        return matcher.matches()
                && Integer.parseInt("0" + matcher.group(1)) <= FIRST_OF_CLIENTS
                && (matcher.group(2).isEmpty() || matcher.group(2).equals("65535"));
    }

    private static Answer flags(List<String> arguments, Probe probe) {
        return arguments.size() == MASK_AND_FLAGS
                ? probe.hasOf(flags(arguments.get(0)), flags(arguments.get(1)))
                : Answer.UNKNOWN;
    }

    private static Set<String> flags(String names) {
        return switch (names) {
            case "ALL" -> ALL_FLAGS;
            case "NONE" -> Set.of();
            default -> list(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        };
    }

    private static Answer icmp(String argument, Probe probe) {
        int slash = argument.indexOf('/');
        return slash < 0
                ? probe.hasIcmp(argument, "")
                : probe.hasIcmp(argument.substring(0, slash), argument.substring(slash + 1));
    }

    private static Stream<String> list(String text) {
        return Arrays.stream(text.split(",", -1));
    }
}
