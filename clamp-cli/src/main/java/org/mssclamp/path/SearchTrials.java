// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.mssclamp.path.Estimate.Tally;
import org.mssclamp.path.Paths.Path;
import org.mssclamp.probe.SearchPlan;

/**
 * Many searches by one plan, of paths that are drawn.
 *
 * <p>A run draws its path and its losses from the seed and its number alone: the same seed, the same figures, and each plan
 * meets the same paths.
 *
 * @param loss the chance that a probe that fits, or its answer, is lost
 * @param rttSeconds until an answer comes
 * @param probeTimerSeconds until a probe is held lost: PROBE_TIMER of RFC 8899 5.1.1
 * @param runs two or more
 */
public record SearchTrials(
        SearchPlan plan, Paths paths, double loss, double rttSeconds, double probeTimerSeconds, int runs, long seed) {
    /** More than that short of the path MTU is far. */
    public static final int FAR_OCTETS = 64;

    private static final int RUNS_BETWEEN_REPORTS = 1000;

    /**
     * What came of them.
     *
     * @param probes sent
     * @param unanswered of these
     * @param seconds until the search was over
     * @param mtu that was found, where one was
     * @param shortOctets what that lacks of the path MTU
     * @param farShort the chance that it lacks more than {@link #FAR_OCTETS}, or that nothing was found
     * @param exact the chance that it is the path MTU
     * @param nothing the chance that nothing was found
     */
    public record Result(
            SearchPlan plan,
            Estimate probes,
            Estimate unanswered,
            Estimate seconds,
            Estimate mtu,
            Estimate shortOctets,
            Estimate farShort,
            Estimate exact,
            Estimate nothing) {}

    private static final class Tallies {
        private final Tally probes = new Tally();
        private final Tally unanswered = new Tally();
        private final Tally seconds = new Tally();
        private final Tally mtu = new Tally();
        private final Tally shortOctets = new Tally();
        private final Tally farShort = new Tally();
        private final Tally exact = new Tally();
        private final Tally nothing = new Tally();

        void add(Trial trial, int pathMtu, double elapsed) {
            int lacking = pathMtu - trial.found();
            probes.add(trial.probes());
            unanswered.add(trial.unanswered());
            seconds.add(elapsed);
            farShort.add(lacking > FAR_OCTETS ? 1 : 0);
            exact.add(lacking == 0 ? 1 : 0);
            nothing.add(trial.found() == 0 ? 1 : 0);
            if (trial.found() > 0) {
                mtu.add(trial.found());
                shortOctets.add(lacking);
            }
        }

        Result result(SearchPlan plan) {
            return new Result(
                    plan,
                    probes.estimate(),
                    unanswered.estimate(),
                    seconds.estimate(),
                    mtu.estimate(),
                    shortOctets.estimate(),
                    farShort.estimate(),
                    exact.estimate(),
                    nothing.estimate());
        }
    }

    /**
     * Does them all, or those until it is interrupted.
     *
     * @param progress is told now and then how many runs are done
     */
    public Result run(BooleanSupplier interrupted, IntConsumer progress) {
        List<Path> all = paths.all();
        SplittableRandom seeds = new SplittableRandom(seed);
        Tallies tallies = new Tallies();
        for (int run = 0; run < runs && !interrupted.getAsBoolean(); run++) {
            SplittableRandom random = seeds.split();
            int mtu = all.get(random.nextInt(all.size())).mtu();
            Trial trial = Trial.of(plan, mtu, () -> random.nextDouble() < loss);
            tallies.add(trial, mtu, trial.seconds(rttSeconds, probeTimerSeconds));
            if (run % RUNS_BETWEEN_REPORTS == 0) {
                progress.accept(run);
            }
        }
        return tallies.result(plan);
    }

    /** Each path once and without loss: what {@link #run} comes near to without loss, and needs no chance. */
    public Result enumerate() {
        Tallies tallies = new Tallies();
        for (Path path : paths.all()) {
            Trial trial = Trial.of(plan, path.mtu(), () -> false);
            tallies.add(trial, path.mtu(), trial.seconds(rttSeconds, probeTimerSeconds));
        }
        return tallies.result(plan);
    }
}
