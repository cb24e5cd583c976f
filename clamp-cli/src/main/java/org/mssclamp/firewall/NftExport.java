// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.firewall.Export.Told;
import org.mssclamp.firewall.KernelRule.Ask;
import org.mssclamp.firewall.KernelRule.Go;
import org.mssclamp.firewall.KernelRule.Leave;
import org.mssclamp.firewall.KernelRule.Lower;
import org.mssclamp.firewall.KernelRule.LowerToPath;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.SynKind;

/** Lines of a file of {@code nft} that fill a table of our own, all in one step. */
record NftExport(Export export) {
    /** Beside the table of what feeds the daemon. */
    private static final String TABLE = "inet mssclamp-rules";

    private static final String SYNS = "tcp flags & (syn | rst) == syn";
    private static final String MSS = " tcp option maxseg size ";

    Told told() {
        List<KernelRules> all = new ArrayList<>();
        Set<String> chains = new LinkedHashSet<>();
        for (Family family : export.families()) {
            KernelRules rules = new KernelRules(family, false).take(export.rules());
            all.add(rules);
            rules.chains().forEach(chain -> chains.add(name(chain, family)));
        }
        List<String> commands = new ArrayList<>();
        commands.add("add table " + TABLE);
        commands.add("flush table " + TABLE);
        chains.forEach(chain -> commands.add("add chain " + TABLE + " " + chain));
        for (KernelRules rules : all) {
            rules.rules().forEach(rule -> commands.add("add rule " + TABLE + " " + line(rule)));
        }
        export.chains().forEach(chain -> hook(commands, chain));
        List<String> losses = KernelRules.unsaid(all).stream()
                .map(unsaid -> unsaid.rule() + ": " + unsaid.reason())
                .toList();
        return new Told(commands, losses);
    }

    /** Each family has chains of its own. */
    private static String name(String chain, Family family) {
        return chain + "-" + family.label();
    }

    private void hook(List<String> commands, Chain chain) {
        commands.add("add chain %s %s { type filter hook %s priority mangle; policy accept; }"
                .formatted(TABLE, chain.hook(), chain.hook()));
        String loopback = chain.seesLoopback() ? "oifname != \"lo\" " : "";
        String signed = export.policy().clampsTcpAo() ? "" : " tcp option 29 missing";
        for (Family family : export.families()) {
            commands.add("add rule %s %s %smeta nfproto %s %s%s jump %s"
                    .formatted(
                            TABLE,
                            chain.hook(),
                            loopback,
                            family.label(),
                            SYNS,
                            signed,
                            name(KernelRules.FIRST, family)));
        }
    }

    private static String line(KernelRule rule) {
        return name(rule.chain(), rule.family()) + text(rule.ask(), rule.family()) + verdict(rule);
    }

    private static String text(Ask ask, Family family) {
        String ip = family == Family.IPV4 ? " ip " : " ip6 ";
        StringBuilder text = new StringBuilder();
        text.append(ask.in() == null ? "" : " iifname " + text(ask.in()));
        text.append(ask.out() == null ? "" : " oifname " + text(ask.out()));
        text.append(ask.from() == null ? "" : ip + "saddr " + ask.from().text());
        text.append(ask.to() == null ? "" : ip + "daddr " + ask.to().text());
        ask.notFrom().forEach(prefix -> text.append(ip).append("saddr != ").append(prefix.text()));
        ask.notTo().forEach(prefix -> text.append(ip).append("daddr != ").append(prefix.text()));
        text.append(text(ask.flags()));
        text.append(ports("sport", ask.sourcePorts()));
        text.append(ports("dport", ask.destinationPorts()));
        ask.mark().ifPresent(mark -> text.append(" meta mark & 0x%x == 0x%x".formatted(mark.mask(), mark.value())));
        ask.mss().ifPresent(mss -> text.append(text(mss)));
        return text.toString();
    }

    private static String text(InterfacePattern pattern) {
        return '"' + pattern.name() + (pattern.wildcard() ? "*" : "") + '"';
    }

    private static String text(SynKind flags) {
        return switch (flags) {
            case SYN -> " tcp flags & ack == 0";
            case SYN_ACK -> " tcp flags & ack == ack";
            case BOTH -> "";
        };
    }

    private static String ports(String end, List<PortRange> ranges) {
        if (ranges.isEmpty()) {
            return "";
        }
        String list = ranges.stream().map(PortRange::toString).collect(Collectors.joining(", "));
        return " tcp " + end + " " + (ranges.size() == 1 ? list : "{ " + list + " }");
    }

    private static String text(MssRange range) {
        String numbers = range.low() == range.high() ? Integer.toString(range.low()) : range.low() + "-" + range.high();
        if (range.low() == 0 && range.high() == MssRange.MAX) {
            return " tcp option maxseg " + (range.excluded() ? "missing" : "exists");
        }
        return MSS + (range.excluded() ? "!= " : "") + numbers;
    }

    /** The kernel never raises by this, and adds nothing. */
    private static String verdict(KernelRule rule) {
        if (rule.verdict() instanceof Go go) {
            return (go.returns() ? " jump " : " goto ") + name(go.chain(), rule.family());
        }
        if (rule.verdict() instanceof Lower lower) {
            return MSS + "set " + lower.limit();
        }
        if (rule.verdict() instanceof LowerToPath) {
            return MSS + "set rt mtu";
        }
        return rule.verdict() instanceof Leave ? " return" : "";
    }
}
