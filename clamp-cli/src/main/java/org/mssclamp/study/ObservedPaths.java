// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The paths of a capture, as many as there is room for: those of which nothing tells that they are narrow are forgotten
 * first, the longest unused before others. Not thread-safe.
 */
final class ObservedPaths {
    private final int limit;
    private final int narrowLimit;
    private final Map<ObservedPath.Key, ObservedPath> ordinary = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ObservedPath.Key, ObservedPath> narrow = new LinkedHashMap<>();
    private long forgotten;

    ObservedPaths(int limit, int narrowLimit) {
        this.limit = limit;
        this.narrowLimit = narrowLimit;
    }

    /** Notes something of a path. */
    void note(ObservedPath.Key key, Consumer<ObservedPath> fact) {
        ObservedPath known = narrow.get(key);
        if (known != null) {
            fact.accept(known);
            return;
        }
        ObservedPath path = ordinary.computeIfAbsent(key, ObservedPath::new);
        fact.accept(path);
        if (path.isNarrow() && narrow.size() < narrowLimit) {
            ordinary.remove(key);
            narrow.put(key, path);
        }
        if (ordinary.size() > limit) {
            ordinary.remove(ordinary.keySet().iterator().next());
            forgotten++;
        }
    }

    /** What is known of a path; nothing, if it was forgotten. */
    ObservedPath of(ObservedPath.Key key) {
        ObservedPath known = narrow.get(key);
        return known != null ? known : ordinary.getOrDefault(key, new ObservedPath(key));
    }

    /** Those of which something tells that they are narrow. */
    Collection<ObservedPath> narrow() {
        return narrow.values();
    }

    /** How many were forgotten. */
    long forgotten() {
        return forgotten;
    }
}
