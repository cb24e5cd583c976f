// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Explanation.PassedOver;
import org.mssclamp.clamp.Explanation.Step;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Mode;
import org.mssclamp.status.Column;

/**
 * An explanation for people.
 *
 * <pre>
 * SYN 10.8.0.2:49152 &gt; 192.0.2.10:443, in wg0, out eth0, mss 1460
 *
 *   1  branch  passed over  out is eth0, wanted vti0
 *   2  phones  decides      mtu 1400 - 40 = 1360: clamped 1460 -&gt; 1360
 *   1 more rule is not asked
 *
 * clamped: the MSS was lowered
 * mss 1460 -&gt; 1360
 * </pre>
 */
public record ExplanationText(ExplainedSyn syn, Reply reply, Style style) {
    private static final String PASSED_OVER = "passed over";
    private static final String DECIDES = "decides";
    private static final String CONTINUES = "continues";
    private static final Column VERDICTS = Column.of(Stream.of(PASSED_OVER, DECIDES, CONTINUES));

    /** The lines, each with its end. */
    public String render() {
        List<String> lines = new ArrayList<>();
        lines.add(packet());
        lines.add("");
        addRules(lines);
        lines.add("");
        addPaths(lines);
        lines.add(style.strong(explanation().outcome().label()) + ": "
                + explanation().outcome().description());
        lines.add("mss " + change(explanation().mssBefore(), explanation().mssAfter()));
        return String.join("\n", lines) + "\n";
    }

    private Explanation explanation() {
        return reply.explanation();
    }

    private void addPaths(List<String> lines) {
        List<String> paths = new PathText(syn, reply).lines();
        if (!paths.isEmpty()) {
            paths.forEach(path -> lines.add("  " + path));
            lines.add("");
        }
    }

    private String packet() {
        StringBuilder line = new StringBuilder(syn.ack() ? "SYN-ACK " : "SYN ");
        line.append(endpoint(syn.from(), syn.sourcePort())).append(" > ");
        line.append(endpoint(syn.to(), syn.destinationPort()));
        if (!syn.in().isEmpty()) {
            line.append(", in ").append(syn.in());
        }
        if (!syn.out().isEmpty()) {
            line.append(", out ").append(syn.out());
        }
        if (syn.mark() != 0) {
            line.append(", mark 0x").append(Integer.toHexString(syn.mark()));
        }
        return line + ", mss " + ExplainedSyn.mss(explanation().mssBefore());
    }

    private String endpoint(String address, int port) {
        return (syn.family() == Family.IPV6 ? "[" + address + "]" : address) + ":" + port;
    }

    private void addRules(List<String> lines) {
        List<Step> steps = explanation().steps();
        Column numbers = Column.of(Stream.of(Integer.toString(steps.size())));
        Column names = Column.of(steps.stream().map(step -> step.rule().name()));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            lines.add("  " + numbers.right(Integer.toString(i + 1)) + "  "
                    + names.left(step.rule().name()) + "  " + line(step));
            if (step instanceof Applied applied) {
                String indent = " ".repeat(2 + numbers.width() + 2 + names.width() + 2 + VERDICTS.width() + 2);
                Arithmetic.ofTunnels(applied).forEach(sum -> lines.add(indent + style.faint(sum)));
            }
        }
        if (explanation().notAsked() > 0) {
            String rules = explanation().notAsked() == 1 ? " more rule is" : " more rules are";
            lines.add("  " + style.faint(explanation().notAsked() + rules + " not asked"));
        }
        if (steps.isEmpty()) {
            lines.add("  there are no rules");
        }
    }

    private String line(Step step) {
        if (step instanceof PassedOver passed) {
            return style.faint(PASSED_OVER + "  " + Mismatch.of(passed, syn));
        }
        Applied applied = (Applied) step;
        String verdict = applied.rule().continues() ? CONTINUES : DECIDES;
        return style.good(VERDICTS.left(verdict)) + "  " + effect(applied);
    }

    private String effect(Applied step) {
        StringBuilder effect = new StringBuilder();
        Arithmetic.of(step, syn.family()).ifPresent(text -> effect.append(text).append(": "));
        effect.append(step.outcome().label());
        if (step.outcome().changesPacket()) {
            effect.append(' ').append(change(step.mssBefore(), step.mssAfter()));
        } else if (step.outcome().wouldChangePacket()) {
            effect.append(' ').append(change(step.mssBefore(), List.of(step.target())));
        }
        return step.rule().mode() == Mode.OBSERVE ? effect + " (mode: observe)" : effect.toString();
    }

    private static String change(List<Integer> before, List<Integer> after) {
        String was = ExplainedSyn.mss(before);
        return before.equals(after) ? was + ", unchanged" : was + " -> " + ExplainedSyn.mss(after);
    }
}
