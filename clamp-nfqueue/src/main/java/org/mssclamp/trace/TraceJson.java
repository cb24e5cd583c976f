// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mssclamp.explain.ExplanationJson;
import org.mssclamp.packet.TcpOption;
import org.mssclamp.status.Json;

/** A traced SYN for programs: what {@link TraceText} says, under keys. */
record TraceJson(TracedSyn traced) {
    /** One document, on one line with its end. */
    String render() {
        return Json.render(members(Integer.MAX_VALUE)) + "\n";
    }

    /** What is in it, but of the rules that were asked only so many, the last ones. */
    Map<String, Object> members(int mostRules) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("time", traced.time().toString());
        members.put("queue", traced.queueNumber());
        members.put(
                "options", traced.options().stream().map(TcpOption::toString).toList());
        members.putAll(new ExplanationJson(traced.syn(), traced.reply()).members(mostRules));
        members.put("checksumBefore", traced.checksumBefore());
        members.put("checksumAfter", traced.checksumAfter());
        members.put("faithful", traced.faithful());
        return members;
    }
}
