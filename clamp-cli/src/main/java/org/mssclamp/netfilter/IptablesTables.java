// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mssclamp.firewall.SavedChain;
import org.mssclamp.firewall.SavedOption;
import org.mssclamp.firewall.SavedRule;
import org.mssclamp.firewall.SavedRules;
import org.mssclamp.firewall.SavedTable;
import org.mssclamp.firewall.SavedTarget;
import org.mssclamp.firewall.ShellWords;
import org.mssclamp.netfilter.KernelChain.Base;
import org.mssclamp.packet.Family;

/**
 * The tables of iptables or ip6tables; see iptables(8) and include/uapi/linux/netfilter_ipv4.h.
 *
 * @param program that changes them, such as {@code ip6tables-nft}
 */
public record IptablesTables(String program, Family family) {
    private static final String NAT = "nat";
    private static final Map<String, Integer> PRIORITIES =
            Map.of("raw", -300, "mangle", -150, NAT, -100, "filter", 0, "security", 50);

    /** Targets behind which a packet sees the next rule. */
    private static final Set<String> GOING_ON = Set.of(
            "AUDIT",
            "CHECKSUM",
            "CLASSIFY",
            "CONNMARK",
            "CONNSECMARK",
            "CT",
            "DSCP",
            "ECN",
            "HL",
            "HMARK",
            "IDLETIMER",
            "LED",
            "LOG",
            "MARK",
            "NFLOG",
            "NOTRACK",
            "RATEEST",
            "SECMARK",
            "SET",
            "TCPMSS",
            "TCPOPTSTRIP",
            "TEE",
            "TOS",
            "TRACE",
            "TTL",
            "ULOG");

    public List<KernelTable> of(SavedRules saved) {
        return saved.tables().stream().map(this::table).toList();
    }

    private KernelTable table(SavedTable table) {
        List<KernelChain> chains =
                table.chains().stream().map(chain -> chain(table, chain)).toList();
        return new KernelTable(program, table.name(), Set.of(family), chains);
    }

    private KernelChain chain(SavedTable table, SavedChain chain) {
        List<KernelRule> rules = new ArrayList<>();
        for (SavedRule rule : chain.rules()) {
            rules.add(rule(table, rule, rules.size() + 1));
        }
        Optional<Base> base = chain.policy()
                .flatMap(policy -> Hook.named(chain.name())
                        .map(hook -> new Base(
                                hook,
                                PRIORITIES.getOrDefault(table.name(), 0),
                                policy.equals("DROP"),
                                table.name().equals(NAT))));
        return new KernelChain(chain.name(), base, rules);
    }

    private KernelRule rule(SavedTable table, SavedRule rule, int number) {
        String text = behindChain(rule);
        OptionalLong packets = rule.counters().stream()
                .mapToLong(counters -> counters.packets())
                .findFirst();
        List<String> interfaces = rule.options().stream()
                .filter(option -> option.name().equals("-i") || option.name().equals("-o"))
                .map(SavedOption::argument)
                .toList();
        return new KernelRule(
                text,
                ShellWords.of(text).orElse(List.of()),
                number,
                IptablesMatches.of(rule),
                effect(table, rule),
                packets,
                rule.leadsTo("TCPMSS"),
                interfaces,
                IptablesMarks.of(rule));
    }

    /** The line without what is the same for each rule of the chain. */
    private static String behindChain(SavedRule rule) {
        String begin = "-A " + rule.chain();
        int index = rule.text().indexOf(begin);
        return index < 0
                ? rule.text()
                : rule.text().substring(index + begin.length()).strip();
    }

    private static Effect effect(SavedTable table, SavedRule rule) {
        return rule.target()
                .map(target -> switch (target.name()) {
                    case "ACCEPT" -> new Effect.End(false);
                    case "DROP", "REJECT" -> new Effect.End(true);
                    case "RETURN" -> new Effect.Return();
                    case "NFQUEUE", "QUEUE" -> IptablesQueue.of(target);
                    case "DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP" -> new Effect.End(false);
                    default -> other(table, target);
                })
                .orElseGet(Effect.None::new);
    }

    private static Effect other(SavedTable table, SavedTarget target) {
        if (table.chain(target.name()).isPresent()) {
            return new Effect.Jump(target.name(), target.returns());
        }
        return GOING_ON.contains(target.name()) ? new Effect.None() : new Effect.Unknown();
    }
}
