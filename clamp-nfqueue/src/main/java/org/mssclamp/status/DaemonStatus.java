// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.route.PathEvent;

/**
 * The daemon at one moment.
 *
 * @param uptime since the process began
 * @param observing whether it changes nothing, whatever the rules say
 * @param load the configuration in force, and what became of the last reload
 * @param queues in the order of their numbers
 * @param rules how many there are
 * @param reloading whether the configuration is just being read again, and workers may change
 * @param oddities SYNs by what is odd about them, of all queues since the process began
 * @param paths what was looked up of paths, likewise
 * @param probes paths whose MTU is found out by probes
 */
public record DaemonStatus(
        String version,
        Duration uptime,
        boolean observing,
        Load load,
        List<QueueStatus> queues,
        int rules,
        boolean reloading,
        Map<Oddity, Long> oddities,
        Map<PathEvent, Long> paths,
        List<ProbedPath> probes) {
    /** Copies what is not a value yet. */
    public DaemonStatus {
        queues = List.copyOf(queues);
        oddities = Map.copyOf(oddities);
        paths = Map.copyOf(paths);
        probes = List.copyOf(probes);
    }

    /**
     * The configuration in force.
     *
     * @param file where it was read
     * @param hash of its text: SHA-256, in hexadecimal
     * @param generation 1 at the start, and one more with each reload
     * @param since when it came into force
     * @param lastReload empty if there was none
     */
    public record Load(String file, String hash, int generation, Instant since, Optional<Reload> lastReload) {
        /** Whether the last reload was not refused; true if there was none. */
        public boolean lastReloadAccepted() {
            return lastReload.map(Reload::accepted).orElse(true);
        }
    }

    /**
     * A reload that is over.
     *
     * @param at when it was over
     * @param accepted whether what was read then is in force since
     * @param outcome what it changed, or why it was refused, in a line
     */
    public record Reload(Instant at, boolean accepted, String outcome) {}
}
