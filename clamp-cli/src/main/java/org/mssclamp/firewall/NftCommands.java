// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.MarkMask;

/**
 * Lines of a file of {@code nft}, which carries them out all or none; see nft(8).
 *
 * <p>Chains that are there are emptied and filled again. To delete one with a hook would drop every packet that the
 * kernel holds for any queue (nf_queue_nf_hook_drop in net/netfilter/nf_queue.c), and only removing does that.
 */
record NftCommands(Ruleset rules) {
    private static final String TABLE = "inet mssclamp";
    private static final String SYNS = "tcp flags & (syn | rst) == syn ";
    private static final String NOT_LOOPBACK = "oifname != \"lo\" ";

    List<String> add() {
        List<String> commands = new ArrayList<>();
        commands.add("add table " + TABLE);
        commands.add("flush table " + TABLE);
        rules.net().ifPresent(net -> {
            // Behind the chain of the queue on the same hook, too.
            commands.add(chain("safety-net", Chain.POSTROUTING, "mangle + 10"));
            clamps(net).forEach(rule -> commands.add("add rule " + TABLE + " safety-net " + NOT_LOOPBACK + rule));
        });
        for (Chain chain : rules.chains()) {
            String name = "queue-" + chain.hook();
            commands.add(chain(name, chain, "mangle"));
            commands.add("add rule " + TABLE + " " + name + " " + (chain.seesLoopback() ? NOT_LOOPBACK : "")
                    + families() + SYNS + queue());
        }
        return commands;
    }

    /** Of a table that is not there, too. */
    static List<String> remove() {
        return List.of("add table " + TABLE, "delete table " + TABLE);
    }

    private static String chain(String name, Chain chain, String priority) {
        return "add chain %s %s { type filter hook %s priority %s; policy accept; }"
                .formatted(TABLE, name, chain.hook(), priority);
    }

    /** The kernel lowers by these and never raises: nft_exthdr_tcp_set_eval in net/netfilter/nft_exthdr.c. */
    private List<String> clamps(SafetyNet net) {
        String unmarked = SYNS + unmarked(net.mark()) + "tcp option maxseg size set ";
        return net.limit()
                .map(limit -> rules.families().stream()
                        .map(family -> only(family) + unmarked + limit.mss(family))
                        .toList())
                .orElseGet(() -> List.of(families() + unmarked + "rt mtu"));
    }

    private static String unmarked(MarkMask mark) {
        return "meta mark & 0x%x != 0x%x ".formatted(mark.mask(), mark.value());
    }

    private String queue() {
        return "queue " + (rules.feed().bypass() ? "flags bypass " : "") + "to "
                + rules.feed().queues();
    }

    /** The table has both. */
    private String families() {
        return rules.families().size() == 1 ? only(rules.families().iterator().next()) : "";
    }

    private static String only(Family family) {
        return "meta nfproto " + family.label() + " ";
    }
}
