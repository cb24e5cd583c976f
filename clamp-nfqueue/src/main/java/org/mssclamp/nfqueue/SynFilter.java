// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;

/** Which SYNs a trace is about: a table of rules of its own, asked as the others are. Immutable. */
public final class SynFilter {
    /** Every SYN. */
    static final SynFilter ALL = new SynFilter(List.of(), List.of(), OptionalInt.empty());

    private final RuleTable table;

    /**
     * Those that satisfy all three.
     *
     * @param from prefixes of the source, as in a rule; none for any
     * @param to prefixes of the destination, likewise
     * @param port that of either end; empty for any
     */
    public SynFilter(List<Prefix> from, List<Prefix> to, OptionalInt port) {
        List<PortRange> ports =
                port.stream().mapToObj(number -> new PortRange(number, number)).toList();
        table = new RuleTable(List.of(rule(from, to, ports, List.of()), rule(from, to, List.of(), ports)));
    }

    private static Rule rule(
            List<Prefix> from, List<Prefix> to, List<PortRange> sourcePorts, List<PortRange> destinationPorts) {
        Match match = new Match(
                List.of(),
                List.of(),
                from,
                to,
                sourcePorts,
                destinationPorts,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SynKind.BOTH);
        return new Rule("", match, new Action.Pass(), Mode.ENFORCE, false, MissingMss.LEAVE);
    }

    boolean passes(SynPacket syn, PacketContext context) {
        return table.match(syn, context, 0) != RuleTable.NONE;
    }
}
