// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What lies in a document of JSON. */
final class Members {
    private Members() {}

    /** By a way of keys and of places in lists; fails if it is not there, or null. */
    static Object in(Object document, Object... way) {
        Object here = document;
        for (Object step : way) {
            Object outer = here;
            here = Objects.requireNonNull(
                    outer instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) outer).get(step),
                    () -> step + " is not in " + outer);
        }
        return here;
    }

    static List<?> list(Object document, Object... way) {
        return (List<?>) in(document, way);
    }

    static long number(Object document, Object... way) {
        return ((Number) in(document, way)).longValue();
    }
}
