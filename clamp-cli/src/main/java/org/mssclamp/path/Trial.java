// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

import java.util.function.BooleanSupplier;
import org.mssclamp.probe.PathSearch;
import org.mssclamp.probe.PathSearch.State;
import org.mssclamp.probe.SearchPlan;

/**
 * One search of one path, to its end.
 *
 * @param probes that were sent
 * @param unanswered of these, those that were too large, or lost by chance either way
 * @param found the path MTU that the search ends with; 0 if it found nothing to pass
 */
public record Trial(int probes, int unanswered, int found) {
    /**
     * Sends what the search asks for.
     *
     * @param mtu what the path carries
     * @param isLost asked once for each probe that fits: whether it or its answer is lost
     */
    public static Trial of(SearchPlan plan, int mtu, BooleanSupplier isLost) {
        PathSearch search = new PathSearch(plan);
        int probes = 0;
        int unanswered = 0;
        while (!search.isSettled()) {
            int size = search.size();
            probes++;
            if (size <= mtu && !isLost.getAsBoolean()) {
                search.confirmed(size);
            } else {
                unanswered++;
                search.lost(size);
            }
        }
        return new Trial(probes, unanswered, search.state() == State.COMPLETE ? search.pathMtu() : 0);
    }

    /** How long it takes: an answer comes after a round trip, and of a loss the timer tells (RFC 8899 5.3.1). */
    double seconds(double rttSeconds, double probeTimerSeconds) {
        return (probes - unanswered) * rttSeconds + unanswered * probeTimerSeconds;
    }
}
