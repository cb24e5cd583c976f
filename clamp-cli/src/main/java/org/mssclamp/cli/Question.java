// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Explainer;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.clamp.Paths;
import org.mssclamp.config.Configuration;
import org.mssclamp.daemon.StartException;
import org.mssclamp.route.PathTrace;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;

/**
 * A packet on its way through the gateway, of which the rules are asked.
 *
 * @param in interface it comes in by, or an empty text
 * @param out interface it leaves by, or an empty text
 */
record Question(SampleSyn syn, String in, String out, int mark) {
    /** What a daemon on this host would do with these very octets. */
    Reply askOf(Configuration configuration, Host host) throws StartException {
        RuleTable table = new RuleTable(configuration.rules());
        if (!table.asksPaths()) {
            Explainer explainer = new Explainer(table, configuration.policy(), Paths.NONE);
            return new Reply(explain(explainer, unknown(in), unknown(out)), List.of(), List.of());
        }
        try (PathTrace paths = host.trace()) {
            Explainer explainer = new Explainer(table, configuration.policy(), paths);
            Interface inInterface = host.links().interfaceNamed(in);
            Interface outInterface = host.links().interfaceNamed(out);
            List<String> absent = Stream.of(inInterface, outInterface)
                    .filter(Interface::isAbsent)
                    .map(Interface::name)
                    .toList();
            Explanation explanation = absent.isEmpty()
                    ? explain(explainer, inInterface, outInterface)
                    : explain(explainer, unknown(in), unknown(out));
            return new Reply(explanation, paths.answers(), absent);
        }
    }

    private static Interface unknown(String name) {
        return new Interface(0, name);
    }

    private Explanation explain(Explainer explainer, Interface inInterface, Interface outInterface) {
        PacketContext context = new PacketContext();
        context.fill(inInterface, outInterface, mark, false);
        ByteBuf packet = syn.octets();
        int length = packet.readableBytes();
        return explainer.explain(packet, 0, length, length, context);
    }

    SynKind kind() {
        return syn.ack() ? SynKind.SYN_ACK : SynKind.SYN;
    }

    /**
     * What the packet has, where a rule may want something else; null of an interface that was not given.
     *
     * @param mss what it announces by now
     */
    @Nullable
    String value(MatchKey key, List<Integer> mss) {
        return switch (key) {
            case FAMILY -> syn.family().label();
            case IN -> in.isEmpty() ? null : in;
            case OUT -> out.isEmpty() ? null : out;
            case FLAGS -> kind().label();
            case SPORT -> Integer.toString(syn.sourcePort());
            case DPORT -> Integer.toString(syn.destinationPort());
            case MARK -> "0x" + Integer.toHexString(mark);
            case MSS -> mss(mss);
            case FROM -> syn.from().text();
            case TO -> syn.to().text();
        };
    }

    /** MSS values for people. */
    static String mss(List<Integer> values) {
        return values.isEmpty() ? "none" : values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
