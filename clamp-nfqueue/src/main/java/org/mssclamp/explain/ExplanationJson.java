// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Explanation;
import org.mssclamp.clamp.Explanation.Applied;
import org.mssclamp.clamp.Explanation.PassedOver;
import org.mssclamp.clamp.Explanation.Step;
import org.mssclamp.route.PathAnswer;

/** An explanation for programs: what {@link ExplanationText} says, under keys. */
public record ExplanationJson(ExplainedSyn syn, Reply reply) {
    private Explanation explanation() {
        return reply.explanation();
    }

    /** The members of a document, or of a part of one. */
    public Map<String, Object> members() {
        return members(Integer.MAX_VALUE);
    }

    /** The same, but of the rules that were asked only so many, the last ones, and of what each wanted only so much. */
    public Map<String, Object> members(int mostRules) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("packet", packet());
        members.put("rules", rules(mostRules));
        members.put("paths", paths());
        members.put("notAsked", explanation().notAsked());
        members.put("outcome", explanation().outcome().label());
        members.put("description", explanation().outcome().description());
        members.put("changed", explanation().outcome().changesPacket());
        members.put("mssBefore", mss(explanation().mssBefore()));
        members.put("mssAfter", mss(explanation().mssAfter()));
        return members;
    }

    private Map<String, Object> packet() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("family", syn.family().label());
        members.put("flags", syn.kind().label());
        members.put("from", syn.from());
        members.put("to", syn.to());
        members.put("sport", syn.sourcePort());
        members.put("dport", syn.destinationPort());
        members.put("in", syn.in().isEmpty() ? null : syn.in());
        members.put("out", syn.out().isEmpty() ? null : syn.out());
        members.put("mark", Integer.toUnsignedLong(syn.mark()));
        members.put("mss", mss(explanation().mssBefore()));
        return members;
    }

    private List<Map<String, Object>> rules(int most) {
        List<Step> steps = explanation().steps();
        List<Map<String, Object>> rules = new ArrayList<>();
        for (int i = Math.max(0, steps.size() - most); i < steps.size(); i++) {
            Step step = steps.get(i);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("number", i + 1);
            members.put("name", step.rule().name());
            if (step instanceof PassedOver passed) {
                addMismatch(members, Mismatch.of(passed, syn), most);
            } else if (step instanceof Applied applied) {
                addEffect(members, applied);
            }
            rules.add(members);
        }
        return rules;
    }

    private List<Map<String, Object>> paths() {
        return reply.paths().stream().map(this::path).toList();
    }

    private Map<String, Object> path(PathAnswer answer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("direction", answer.direction().label());
        members.put("mtu", answer.mtu().isPresent() ? answer.mtu().getAsInt() : null);
        members.put("origin", answer.origin().label());
        members.put("out", answer.out().isEmpty() ? null : answer.out());
        members.put("headroom", answer.headroom());
        members.put("asked", new AskedPath(syn, answer).command());
        return members;
    }

    private static void addMismatch(Map<String, Object> members, Mismatch mismatch, int most) {
        members.put("matches", false);
        members.put("key", mismatch.key().label());
        members.put("value", mismatch.value());
        members.put("wanted", first(mismatch.wanted(), most));
    }

    private static List<String> first(List<String> values, int most) {
        if (values.size() <= most) {
            return values;
        }
        List<String> first = new ArrayList<>(values.subList(0, most));
        first.add("and " + (values.size() - most) + " more");
        return first;
    }

    private void addEffect(Map<String, Object> members, Applied step) {
        members.put("matches", true);
        members.put("action", step.rule().action().toString());
        members.put("arithmetic", Arithmetic.of(step, syn.family()).orElse(null));
        List<String> tunnels = Arithmetic.ofTunnels(step);
        if (!tunnels.isEmpty()) {
            members.put("tunnelArithmetic", tunnels);
        }
        members.put("mode", step.rule().mode().label());
        members.put("continue", step.rule().continues());
        members.put("outcome", step.outcome().label());
        members.put("mssBefore", mss(step.mssBefore()));
        members.put("mssAfter", mss(step.mssAfter()));
        if (step.outcome().wouldChangePacket()) {
            members.put("mssEnforced", step.target());
        }
    }

    /** Of several options the last, as receivers read them. */
    private static @Nullable Integer mss(List<Integer> values) {
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }
}
