// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.mssclamp.counter.Distribution;

/**
 * What {@code top} was told at one moment.
 *
 * @param atNs when, by {@link System#nanoTime}
 * @param generation of the configuration: rules of another one are others, even by the same name
 */
record TopSample(long atNs, String version, long uptimeSeconds, int generation, List<Queue> queues, List<Rule> rules) {
    TopSample {
        queues = List.copyOf(queues);
        rules = List.copyOf(rules);
    }

    /**
     * One queue.
     *
     * @param waiting packets that the kernel holds; empty if it does not say
     * @param lost packets that did not get the verdict that the rules are for
     * @param outcomes packets by what became of them, by its name
     */
    record Queue(
            int number,
            OptionalLong waiting,
            long received,
            long lost,
            Map<String, Long> outcomes,
            Distribution mssBefore,
            Distribution mssAfter,
            Distribution serviceNs) {
        Queue {
            outcomes = Map.copyOf(outcomes);
        }
    }

    /** One rule, in the order written. */
    record Rule(String name, long matched, long changed, OptionalInt mssBefore, OptionalInt mssAfter, boolean exact) {}
}
