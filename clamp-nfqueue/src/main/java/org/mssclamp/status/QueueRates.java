// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.EnumMap;
import java.util.Map;
import org.mssclamp.clamp.Outcome;

/**
 * How many packets of a queue there were in a second.
 *
 * @param received all of them
 * @param outcomes by what became of them; what never was is left out
 */
public record QueueRates(Rate received, Map<Outcome, Rate> outcomes) {
    /** Of a queue that was not sampled yet. */
    public static final QueueRates NONE = new QueueRates(Rate.ZERO, Map.of());

    /** Copies the map. */
    public QueueRates {
        outcomes = outcomes.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(outcomes));
    }

    /** Of this outcome. */
    public Rate of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, Rate.ZERO);
    }
}
