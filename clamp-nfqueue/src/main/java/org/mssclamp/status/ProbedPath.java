// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.rule.Way;

/**
 * A path whose MTU is found out by probes, at one moment.
 *
 * @param way as rules name it
 * @param mtu in force, in octets; empty if none is known yet, so that each rule has its initial one
 * @param since when that came into force
 * @param unconfirmed a larger one that was found once
 * @param lastRound when the last search was over
 * @param lastSuccess when one last found a number
 * @param result what the last one came to
 * @param rounds how many came to what
 */
public record ProbedPath(
        Way way,
        OptionalInt mtu,
        Optional<Instant> since,
        OptionalInt unconfirmed,
        Optional<Instant> lastRound,
        Optional<Instant> lastSuccess,
        Optional<ProbeRound> result,
        Map<ProbeRound, Long> rounds) {
    /** Copies the map. */
    public ProbedPath {
        rounds = Map.copyOf(rounds);
    }
}
