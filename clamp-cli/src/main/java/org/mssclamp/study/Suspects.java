// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.study.Findings.Stall;

/**
 * Connections that seem to have stalled, until all is known of their paths: one did not if another connection got a packet of
 * that size through. Each counts once, whichever way it stalls. Not thread-safe.
 */
final class Suspects {
    private final ObservedPaths paths;
    private final int mostWays;
    private final List<Suspect> suspects = new ArrayList<>();
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private int waysKept;
    private long unlisted;

    /** What became of a connection, the most telling first if its directions differ. */
    enum Fate {
        STALLED,
        RECOVERED,
        LOST,
        FINE
    }

    /** A direction in which full segments vanish. */
    record Way(ObservedPath.Key path, Stall stall) {}

    private record Suspect(List<Way> ways, boolean lost) {}

    Suspects(ObservedPaths paths, int mostWays) {
        this.paths = paths;
        this.mostWays = mostWays;
    }

    /**
     * Takes a connection; if there is no room for it, even without those that are cleared, it is judged by what is known of its
     * paths so far.
     *
     * @param ways one or two
     * @param lost whether it waits in vain, the other way, for what does not tell of its size
     */
    void add(List<Way> ways, boolean lost) {
        Suspect suspect = new Suspect(List.copyOf(ways), lost);
        if (waysKept + ways.size() > mostWays) {
            suspects.removeIf(this::isCleared);
        }
        if (waysKept + ways.size() <= mostWays) {
            waysKept += ways.size();
            suspects.add(suspect);
            return;
        }
        Fate fate = fate(suspect);
        count(fate);
        unlisted += fate == Fate.STALLED || fate == Fate.RECOVERED ? 1 : 0;
    }

    /** Judges one whose paths have carried such packets: that is not unsaid. */
    private boolean isCleared(Suspect suspect) {
        if (suspect.ways.stream().anyMatch(this::isConfirmed)) {
            return false;
        }
        count(fate(suspect));
        waysKept -= suspect.ways.size();
        return true;
    }

    /** Judges all: the directions in which full segments did vanish. */
    List<Stall> conclude() {
        List<Stall> stalls = new ArrayList<>();
        for (Suspect suspect : suspects) {
            count(fate(suspect));
            suspect.ways.stream().filter(this::isConfirmed).forEach(way -> {
                ObservedPath path = paths.of(way.path);
                int arrived = Math.max(path.largestArrived(), way.stall.arrived());
                stalls.add(way.stall.on(arrived, path.tooBigMtu()));
            });
        }
        suspects.clear();
        return stalls;
    }

    private void count(Fate fate) {
        fates.merge(fate, 1L, Long::sum);
    }

    private Fate fate(Suspect suspect) {
        List<Way> confirmed = suspect.ways.stream().filter(this::isConfirmed).toList();
        if (confirmed.stream().anyMatch(way -> !way.stall.recovered())) {
            return Fate.STALLED;
        }
        if (!confirmed.isEmpty()) {
            return Fate.RECOVERED;
        }
        boolean waits = suspect.ways.stream().anyMatch(way -> !way.stall.recovered());
        return waits || suspect.lost ? Fate.LOST : Fate.FINE;
    }

    private boolean isConfirmed(Way way) {
        return paths.of(way.path).largestArrived() < way.stall.vanished();
    }

    /** How many connections came to this. */
    long connections(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** Connections that stalled or recovered, for which there was no room. */
    long unlisted() {
        return unlisted;
    }
}
