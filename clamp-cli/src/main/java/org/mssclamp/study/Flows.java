// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.LinkedHashMap;
import java.util.Map;

/** The connections under way: at most so many, of which the one longest silent is judged to make room. Not thread-safe. */
final class Flows {
    private final int limit;
    private final Judgement judgement;
    private final Map<FlowKey, Flow> flows = new LinkedHashMap<>(16, 0.75f, true);
    private long evicted;

    Flows(int limit, Judgement judgement) {
        this.limit = limit;
        this.judgement = judgement;
    }

    /** That of the segment; another one, if the segment begins it between the same ends. */
    Flow of(FlowKey key, Segment segment) {
        Flow known = flows.get(key);
        if (known != null && !known.isOver(segment)) {
            return known;
        }
        if (known != null) {
            judgement.judge(known);
        }
        Flow begun = new Flow(key);
        flows.put(key, begun);
        if (flows.size() > limit) {
            Flow eldest = flows.values().iterator().next();
            flows.remove(eldest.key());
            judgement.judge(eldest);
            evicted++;
        }
        return begun;
    }

    /** Judges all that are left. */
    void end() {
        flows.values().forEach(judgement::judge);
        flows.clear();
    }

    /** How many were judged to make room. */
    long evicted() {
        return evicted;
    }
}
