// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The search for the path MTU of one {@link ProbeLine}.
 *
 * <p>What ICMP says is tried, and saves probes where it is true. In the end the size that passes and the next one are tried
 * whatever ICMP says; if that shows it to have lied, nobody is listened to any more.
 */
final class LineSearch {
    /** A path that changes so often has no MTU. */
    private static final int MOST_BLACK_HOLES = 3;

    /** How a search ended. */
    enum End {
        /** With the largest size that passes. */
        FOUND,
        /** Nothing of the least size passes. */
        NOTHING_PASSES,
        /** Nobody answers any more, or what passed before does so no more. */
        UNSTEADY
    }

    private final ProbeLine line;
    private final SearchPlan plan;
    private final PathSearch search;
    private final Consumer<String> progress;
    private final int expected;
    private boolean heed = true;
    private OptionalInt keptHere = OptionalInt.empty();

    /**
     * One that has not begun.
     *
     * @param expected a size that is tried before any others if the largest does not pass; 0 for none
     */
    LineSearch(ProbeLine line, SearchPlan plan, int expected, Consumer<String> progress) {
        this.expected = expected;
        this.line = line;
        this.plan = plan;
        this.progress = progress;
        search = new PathSearch(plan);
        // Most paths carry what the first link does.
        search.suggest(plan.max());
    }

    /** Runs it to its end. */
    End run() {
        while (!search.isSettled()) {
            if (search.blackHoles() >= MOST_BLACK_HOLES) {
                return End.UNSTEADY;
            }
            int octets = search.size();
            progress.accept("trying " + octets + " octets");
            Decision decision = line.decide(octets, heed && search.state() != PathSearch.State.CONFIRMING);
            switch (decision.kind()) {
                case PASSED -> passed(octets);
                case REFUSED -> refused(octets);
                case TOLD -> told(octets, decision.mtu());
                case TOO_BIG_HERE -> {
                    keptHere = OptionalInt.of(decision.mtu());
                    search.lost(octets);
                    search.suggest(decision.mtu());
                }
                case SILENT -> {
                    return End.UNSTEADY;
                }
            }
        }
        return search.state() == PathSearch.State.COMPLETE ? End.FOUND : End.NOTHING_PASSES;
    }

    private void refused(int octets) {
        if (octets == plan.max() && expected > 0) {
            search.suggest(expected);
        }
        search.lost(octets);
    }

    private void passed(int octets) {
        // Where the path is wider than ICMP says, somebody lies, or says it of another path.
        heed &= line.reports().stream().noneMatch(report -> report.mtu() > 0 && report.mtu() < octets);
        search.confirmed(octets);
    }

    private void told(int octets, int mtu) {
        if (mtu > 0 && mtu < search.pathMtu()) {
            heed = false;
            return;
        }
        search.lost(octets);
        search.suggest(mtu);
    }

    /** The largest size that passes; 0 if none does. */
    int pathMtu() {
        return search.pathMtu();
    }

    /** What was named last as the most that leaves this host; empty if all did. */
    OptionalInt keptHere() {
        return keptHere;
    }

    /** The least size that does not pass; empty if the largest asked for does. */
    OptionalInt refused() {
        return search.refused();
    }
}
