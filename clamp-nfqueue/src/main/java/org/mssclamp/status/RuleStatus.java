// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mssclamp.clamp.MssChanges;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.clamp.RuleCounters;
import org.mssclamp.rule.Rule;

/**
 * One rule at one moment, over all queues.
 *
 * @param text as it is written, in lines without indent; empty if it was not
 * @param matched SYNs that it matched since it came into force as it is
 * @param changed SYNs that it changed, or would have if it did more than observe
 * @param mss what it did, or would have done, to what they announce
 * @param lastHit when it last matched; empty if it never did
 */
public record RuleStatus(
        Rule rule, String text, long matched, long changed, MssChanges mss, Optional<Instant> lastHit) {
    /** What all workers counted of a rule. */
    public static RuleStatus of(Rule rule, String text, List<RuleCounters> counters, Moment moment) {
        return new RuleStatus(
                rule,
                text,
                counters.stream().mapToLong(of -> of.count(RuleCount.MATCHED)).sum(),
                counters.stream().mapToLong(of -> of.count(RuleCount.CHANGED)).sum(),
                counters.stream().map(RuleCounters::mss).reduce(MssChanges.NONE, MssChanges::plus),
                lastHit(counters, moment));
    }

    private static Optional<Instant> lastHit(List<RuleCounters> counters, Moment moment) {
        return counters.stream()
                .map(RuleCounters::lastHitNs)
                .filter(OptionalLong::isPresent)
                .map(ns -> moment.instant(ns.getAsLong()))
                .max(Instant::compareTo);
    }

    /**
     * A moment by two clocks.
     *
     * @param nanoTime by {@link System#nanoTime}, which the workers read
     */
    public record Moment(Instant time, long nanoTime) {
        public static Moment now() {
            return new Moment(Instant.now(), System.nanoTime());
        }

        /** What the time was when the other clock said so. */
        public Instant instant(long atNanoTime) {
            return time.minus(Duration.ofNanos(nanoTime - atNanoTime));
        }
    }
}
