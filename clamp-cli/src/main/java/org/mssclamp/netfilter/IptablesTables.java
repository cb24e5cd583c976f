// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final int SOURCE_NAT = 100;

    private static final Map<String, List<Hook>> HOOKS = Map.of(
            "raw",
            List.of(Hook.PREROUTING, Hook.OUTPUT),
            NAT,
            List.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING),
            "filter",
            List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT),
            "security",
            List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT));

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

    /** One of which only the name is known: any rule may be in each of its chains. */
    public KernelTable unread(String table) {
        List<KernelChain> chains = HOOKS.getOrDefault(table, List.of(Hook.values())).stream()
                .map(hook -> new KernelChain(hook.name(), Optional.of(base(table, hook, false)), List.of(unreadRule())))
                .toList();
        return new KernelTable(program, table, Set.of(family), chains);
    }

    private static KernelRule unreadRule() {
        return new KernelRule(
                "(what is there is not shown)",
                List.of(),
                1,
                probe -> Answer.UNKNOWN,
                new Effect.Unknown(),
                OptionalLong.empty(),
                false,
                List.of(),
                List.of());
    }

    private KernelTable table(SavedTable table) {
        Set<String> names = table.chains().stream().map(SavedChain::name).collect(Collectors.toSet());
        List<KernelChain> chains = table.chains().stream()
                .map(chain -> chain(table.name(), chain, names))
                .toList();
        return new KernelTable(program, table.name(), Set.of(family), chains);
    }

    private KernelChain chain(String table, SavedChain chain, Set<String> names) {
        List<KernelRule> rules = new ArrayList<>();
        for (SavedRule rule : chain.rules()) {
            rules.add(rule(rule, names, rules.size() + 1));
        }
        Optional<Base> base = chain.policy()
                .flatMap(policy -> Hook.named(chain.name()).map(hook -> base(table, hook, policy.equals("DROP"))));
        return new KernelChain(chain.name(), base, rules);
    }

    private static Base base(String table, Hook hook, boolean drops) {
        boolean translates = table.equals(NAT);
        boolean translatesSource = translates && (hook == Hook.INPUT || hook == Hook.POSTROUTING);
        int priority = translatesSource ? SOURCE_NAT : PRIORITIES.getOrDefault(table, 0);
        return new Base(hook, priority, drops, translates);
    }

    private KernelRule rule(SavedRule rule, Set<String> chains, int number) {
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
                effect(rule, chains),
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

    private static Effect effect(SavedRule rule, Set<String> chains) {
        return rule.target()
                .map(target -> switch (target.name()) {
                    case "ACCEPT" -> new Effect.End(false);
                    case "DROP", "REJECT" -> new Effect.End(true);
                    case "RETURN" -> new Effect.Return();
                    case "NFQUEUE", "QUEUE" -> IptablesQueue.of(target);
                    case "DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP" -> new Effect.End(false);
                    default -> other(target, chains);
                })
                .orElseGet(Effect.None::new);
    }

    private static Effect other(SavedTarget target, Set<String> chains) {
        if (chains.contains(target.name())) {
            return new Effect.Jump(target.name(), target.returns());
        }
        return GOING_ON.contains(target.name()) ? new Effect.None() : new Effect.Unknown();
    }
}
