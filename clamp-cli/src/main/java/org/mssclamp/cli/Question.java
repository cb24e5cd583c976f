// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.clamp.Explainer;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.clamp.Paths;
import org.mssclamp.config.Configuration;
import org.mssclamp.daemon.StartException;
import org.mssclamp.explain.ExplainedSyn;
import org.mssclamp.explain.Reply;
import org.mssclamp.route.PathTrace;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.RuleTable;

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

    /** As an explanation speaks of it. */
    ExplainedSyn explained() {
        return new ExplainedSyn(
                syn.family(),
                syn.ack(),
                syn.from().text(),
                syn.to().text(),
                syn.sourcePort(),
                syn.destinationPort(),
                in,
                out,
                mark);
    }
}
