// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.nfqueue.ReplayedQueue;
import org.mssclamp.packet.Family;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;

/**
 * Sends SYNs of our own through the way of a packet, so that the first one of the kernel finds it trodden.
 *
 * <p>From the kernel's message to its verdict; the system calls and the look-up of paths are not on this way.
 */
final class Rehearsal {
    /** All classes are loaded and the first compiler has begun: a packet takes 10 µs then, where the first took 10 ms. */
    private static final int BATCHES = 20;

    /** More than are asked one by one. */
    private static final int RULES = 16;

    private static final long LONGEST_NS = 100_000_000;

    /** The one that every host has. */
    private static final int LOOPBACK = 1;

    /** From 192.0.2.1 to 198.51.100.2, MSS 1460, with SACK permitted, timestamps and window scale, as Linux sends it. */
    private static final String IPV4_SYN = "4500003c1234400040063c51c0000201c6336402"
            + "9c4001bb0102030400000000a002faf000000000" + "020405b40402080a00000001000000000103030a";
    /** From 2001:db8::1 to 2001:db8:ffff::2, MSS 1440, the same options. */
    private static final String IPV6_SYN = "6000000000280640" + "20010db8000000000000000000000001"
            + "20010db8ffff00000000000000000002" + "9c4001bb0102030400000000a002faf000000000"
            + "020405a00402080a00000001000000000103030a";

    private Rehearsal() {}

    /** Takes some tens of milliseconds; counts nothing. */
    static void run(Routes routes) {
        Interface loopback = routes.links().interfaceOf(LOOPBACK);
        List<byte[]> packets = List.of(octets(IPV4_SYN), octets(IPV6_SYN));
        try (ReplayedQueue queue = new ReplayedQueue(packets, loopback, loopback, 0, routes.links(), routes.paths())) {
            queue.publish(new SynPipeline(table(), Policy.DEFAULT, false, queue.paths(), queue.packets()));
            long startNs = System.nanoTime();
            for (int batch = 0; batch < BATCHES && System.nanoTime() - startNs < LONGEST_NS; batch++) {
                queue.doWork();
            }
        }
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** As many rules as it takes to be looked up in a tree; the last one decides. */
    private static RuleTable table() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            Prefix elsewhere = new Prefix(Family.IPV4, 0, 0xCB007100L + i, 32, false, "203.0.113." + i);
            rules.add(rule("elsewhere-" + i, List.of(elsewhere), Optional.empty()));
        }
        rules.add(rule("large", List.of(), Optional.of(new MssRange(1361, MssRange.MAX, false))));
        return new RuleTable(rules);
    }

    private static Rule rule(String name, List<Prefix> to, Optional<MssRange> mss) {
        Match match = new Match(
                List.of(InterfacePattern.parse("*")),
                List.of(),
                List.of(),
                to,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                mss,
                SynKind.BOTH);
        return new Rule(name, match, new Action.Mtu(1400), Mode.ENFORCE, false, MissingMss.LEAVE);
    }
}
