// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.packet.Family;

/** Lines of a POSIX shell that call {@code iptables} and {@code ip6tables}; see iptables-extensions(8). */
record IptablesCommands(Ruleset rules) implements Commands {
    private static final String SYNS = " -p tcp --tcp-flags SYN,RST SYN";

    @Override
    public List<String> add() {
        List<String> commands = new ArrayList<>();
        for (Family family : rules.families()) {
            String table = table(family);
            for (String rule : rules(family)) {
                commands.add(table + " -C " + rule + " 2>/dev/null || " + table + " -A " + rule);
            }
        }
        return commands;
    }

    @Override
    public List<String> remove() {
        List<String> commands = new ArrayList<>();
        for (Family family : rules.families()) {
            String table = table(family);
            // A check that fails looks like a rule that is not there: this shows why, and ends the shell.
            commands.add(table + " -S >/dev/null");
            List<String> fromLast = rules(family);
            Collections.reverse(fromLast);
            for (String rule : fromLast) {
                commands.add("while " + table + " -C " + rule + " 2>/dev/null; do " + table + " -D " + rule + "; done");
            }
        }
        return commands;
    }

    private static String table(Family family) {
        return (family == Family.IPV4 ? "iptables" : "ip6tables") + " -w -t mangle";
    }

    private List<String> rules(Family family) {
        List<String> written = new ArrayList<>();
        rules.net().ifPresent(net -> written.add(Chain.POSTROUTING + SYNS + clamp(net, family)));
        rules.chains().forEach(chain -> written.add(chain + SYNS + queue(rules.feed())));
        return written;
    }

    private static String clamp(SafetyNet net, Family family) {
        String limit = net.limit().map(mss -> "--set-mss " + mss.mss(family)).orElse("--clamp-mss-to-pmtu");
        return " -m mark ! --mark " + net.mark() + " -j TCPMSS " + limit;
    }

    private static String queue(Feed feed) {
        QueueNumbers queues = feed.queues();
        String numbers = queues.first() == queues.last()
                ? "--queue-num " + queues.first()
                : "--queue-balance " + queues.first() + ":" + queues.last();
        return " -j NFQUEUE " + numbers + (feed.bypass() ? " --queue-bypass" : "");
    }
}
