// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.HashMap;
import java.util.Map;
import org.mssclamp.packet.Family;

/** Path MTUs by what was asked, as many as there are: a map. */
final class NaiveRouteCache {
    private record Key(
            Family family, long toHigh, long toLow, long fromHigh, long fromLow, int in, int out, int mark, int dscp) {
        static Key of(RouteQuery query) {
            return new Key(
                    query.family(),
                    query.toHigh(),
                    query.toLow(),
                    query.fromHigh(),
                    query.fromLow(),
                    query.in(),
                    query.out(),
                    query.mark(),
                    query.dscp());
        }
    }

    private record Answer(int mtu, long untilNs, int changes) {}

    private final Map<Key, Answer> answers = new HashMap<>();

    void put(RouteQuery query, int mtu, long untilNs, int changes) {
        answers.put(Key.of(query), new Answer(mtu, untilNs, changes));
    }

    int find(RouteQuery query, long nowNs, int changes) {
        Answer answer = answers.get(Key.of(query));
        if (answer == null || answer.untilNs - nowNs <= 0 || answer.changes != changes) {
            return RouteCache.MISS;
        }
        return answer.mtu;
    }
}
