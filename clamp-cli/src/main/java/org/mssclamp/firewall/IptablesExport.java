// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mssclamp.firewall.Export.Told;
import org.mssclamp.firewall.KernelRule.Ask;
import org.mssclamp.firewall.KernelRule.Go;
import org.mssclamp.firewall.KernelRule.Leave;
import org.mssclamp.firewall.KernelRule.Lower;
import org.mssclamp.firewall.KernelRule.LowerToPath;
import org.mssclamp.firewall.KernelRules.Unsaid;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.SynKind;

/** Lines of a POSIX shell that fill chains of our own in the mangle tables, each table in one step. */
record IptablesExport(Export export) {
    private static final String TCP = " -p tcp";
    private static final String SYNS = TCP + " --tcp-flags SYN,RST SYN";
    private static final String END = "MSSCLAMP";

    Told told() {
        List<String> commands = new ArrayList<>();
        List<KernelRules> all = new ArrayList<>();
        for (Family family : export.families()) {
            KernelRules rules = new KernelRules(family, true).take(export.rules());
            all.add(rules);
            String program = family == Family.IPV4 ? "iptables" : "ip6tables";
            commands.add(program + "-restore -w --noflush <<'" + END + "'");
            commands.add("*mangle");
            rules.chains().forEach(chain -> commands.add(":" + chain + " - [0:0]"));
            if (!export.policy().clampsTcpAo()) {
                commands.add("-A " + KernelRules.FIRST + TCP + " --tcp-option 29 -j RETURN");
            }
            rules.rules().forEach(rule -> commands.add(line(rule)));
            commands.add("COMMIT");
            commands.add(END);
            for (Chain chain : Chain.values()) {
                commands.add(hook(program + " -w -t mangle", chain));
            }
        }
        List<String> losses =
                KernelRules.unsaid(all).stream().map(IptablesExport::text).toList();
        return new Told(commands, losses);
    }

    private static String text(Unsaid unsaid) {
        return unsaid.rule() + ": " + unsaid.reason();
    }

    /** Once, however often it is applied; in no chain that was asked for only before. */
    private String hook(String table, Chain chain) {
        String rule = chain + (chain.seesLoopback() ? " ! -o lo" : "") + SYNS + " -j " + KernelRules.FIRST;
        return export.chains().contains(chain)
                ? table + " -C " + rule + " 2>/dev/null || " + table + " -A " + rule
                : table + " -D " + rule + " 2>/dev/null || :";
    }

    private static String line(KernelRule rule) {
        return "-A " + rule.chain() + text(rule.ask()) + verdict(rule.verdict());
    }

    private static String text(Ask ask) {
        StringBuilder text = new StringBuilder();
        text.append(ask.in() == null ? "" : " -i " + text(ask.in()));
        text.append(ask.out() == null ? "" : " -o " + text(ask.out()));
        text.append(ask.from() == null ? "" : " -s " + ask.from().text());
        text.append(ask.to() == null ? "" : " -d " + ask.to().text());
        ask.notFrom()
                .forEach(prefix -> text.append(" -m iprange ! --src-range ").append(new PrefixRange(prefix)));
        ask.notTo().forEach(prefix -> text.append(" -m iprange ! --dst-range ").append(new PrefixRange(prefix)));
        ask.mark().ifPresent(mark -> text.append(" -m mark --mark ").append(mark));
        // Behind multiport, an option of tcp would be taken for one of its own.
        String ofTcp = text(ask.flags())
                + port("sport", ask.sourcePorts())
                + port("dport", ask.destinationPorts())
                + ports("sports", ask.sourcePorts())
                + ports("dports", ask.destinationPorts())
                + ask.mss().map(IptablesExport::text).orElse("");
        return text + (ofTcp.isEmpty() ? "" : TCP + ofTcp);
    }

    private static String text(InterfacePattern pattern) {
        return pattern.name() + (pattern.wildcard() ? "+" : "");
    }

    private static String text(SynKind flags) {
        return switch (flags) {
            case SYN -> " --tcp-flags SYN,RST,ACK SYN";
            case SYN_ACK -> " --tcp-flags SYN,RST,ACK SYN,ACK";
            case BOTH -> "";
        };
    }

    private static String port(String end, List<PortRange> ranges) {
        return ranges.size() == 1 ? " --" + end + " " + text(ranges.get(0)) : "";
    }

    private static String ports(String ends, List<PortRange> ranges) {
        String list = ranges.stream().map(IptablesExport::text).collect(Collectors.joining(","));
        return ranges.size() > 1 ? " -m multiport --" + ends + " " + list : "";
    }

    private static String text(PortRange range) {
        return range.low() == range.high() ? Integer.toString(range.low()) : range.low() + ":" + range.high();
    }

    private static String text(MssRange range) {
        return " -m tcpmss" + (range.excluded() ? " !" : "") + " --mss " + range.low() + ":" + range.high();
    }

    /** A guard keeps the target from SYNs without an MSS, to which it would add one. */
    private static String verdict(KernelRule.Verdict verdict) {
        if (verdict instanceof Go go) {
            return (go.returns() ? " -j " : " -g ") + go.chain();
        }
        if (verdict instanceof Lower lower) {
            String guard = lower.adds() ? "" : text(new MssRange(lower.limit() + 1, MssRange.MAX, false));
            return SYNS + guard + " -j TCPMSS --set-mss " + lower.limit();
        }
        if (verdict instanceof LowerToPath lower) {
            String guard = lower.adds() ? "" : text(new MssRange(0, MssRange.MAX, false));
            return SYNS + guard + " -j TCPMSS --clamp-mss-to-pmtu";
        }
        return verdict instanceof Leave ? " -j RETURN" : "";
    }
}
