// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.packet.Family;

/**
 * Lines of a POSIX shell that call {@code iptables} and {@code ip6tables}; see iptables-extensions(8).
 *
 * <p>A comment in each rule says that it is ours, and by a fingerprint with which others it was made.
 */
record IptablesCommands(Ruleset rules) {
    private static final String SYNS = " -p tcp --tcp-flags SYN,RST SYN";
    private static final String NOT_LOOPBACK = " ! -o lo";

    List<String> add() {
        List<String> commands = new ArrayList<>();
        for (Family family : rules.families()) {
            String table = table(family);
            String comment = Signature.COMMENT + fingerprint(family);
            for (Rule rule : rules(family)) {
                String written = rule.matches() + " -m comment" + comment + rule.target();
                commands.add(table + " -C " + written + " 2>/dev/null || " + table + " -A " + written);
            }
            commands.add(removal(table, "/" + comment + " /d; "));
        }
        return commands;
    }

    static List<String> remove(Set<Family> families) {
        List<String> commands = new ArrayList<>();
        for (Family family : families) {
            String table = table(family);
            // A list that fails looks like one without rules of ours: this shows why, and ends the shell.
            commands.add(table + " -S >/dev/null");
            commands.add(removal(table, ""));
        }
        return commands;
    }

    /** What has quotes is not ours, whatever stands in them. */
    private static String removal(String table, String spared) {
        String ours = "/" + Signature.FORM + "/s/^-A/-D/p";
        return table + " -S | sed -nE '/\"/d; " + spared + ours + "' | while read -r rule; do " + table
                + " $rule; done";
    }

    private static String table(Family family) {
        return (family == Family.IPV4 ? "iptables" : "ip6tables") + " -w -t mangle";
    }

    private String fingerprint(Family family) {
        String written = rules(family).stream()
                .map(rule -> rule.matches() + rule.target())
                .collect(Collectors.joining("\n"));
        return "%08x".formatted(written.hashCode());
    }

    /** A rule before its comment and behind. */
    private record Rule(String matches, String target) {}

    private List<Rule> rules(Family family) {
        List<Rule> written = new ArrayList<>();
        rules.net().ifPresent(net -> written.add(clamp(net, family)));
        rules.chains().forEach(chain -> written.add(new Rule(syns(chain), queue(rules.feed()))));
        return written;
    }

    private static String syns(Chain chain) {
        return chain + (chain.seesLoopback() ? NOT_LOOPBACK : "") + SYNS;
    }

    private static Rule clamp(SafetyNet net, Family family) {
        String limit = net.limit().map(mss -> "--set-mss " + mss.mss(family)).orElse("--clamp-mss-to-pmtu");
        return new Rule(syns(Chain.POSTROUTING) + " -m mark ! --mark " + net.mark(), " -j TCPMSS " + limit);
    }

    private static String queue(Feed feed) {
        QueueNumbers queues = feed.queues();
        String numbers = queues.first() == queues.last()
                ? "--queue-num " + queues.first()
                : "--queue-balance " + queues.first() + ":" + queues.last();
        return " -j NFQUEUE " + numbers + (feed.bypass() ? " --queue-bypass" : "");
    }
}
