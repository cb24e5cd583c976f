// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.study.Findings.Connections;
import org.mssclamp.study.Findings.Stall;

/**
 * What became of connections.
 *
 * <p>One stalls if a full segment is sent three times and never acknowledged, though smaller packets arrive. Whether it was
 * the size is known at the end only, by {@link Suspects}. Not thread-safe.
 */
final class Judgement {
    private final Places places;
    private final ObservedPaths paths;
    private final Suspects suspects;

    private long begun;
    private long complete;
    private long refused;
    private long underway;
    private long lost;
    private long untested;
    private long sentAgain;
    private long copies;
    private long aggregates;

    /** What all came to. */
    record Conclusion(Connections connections, List<Stall> stalls) {}

    Judgement(Places places, ObservedPaths paths, int mostStalls) {
        this.places = places;
        this.paths = paths;
        suspects = new Suspects(paths, mostStalls);
    }

    /** Of a connection that is over, or that there is no more room for. */
    void judge(Flow flow) {
        Course lower = flow.courseFrom(Flow.LOWER);
        Course upper = flow.courseFrom(Flow.UPPER);
        begun += flow.hasBegun() ? 1 : 0;
        underway += flow.hasBegun() ? 0 : 1;
        complete += flow.isComplete() ? 1 : 0;
        refused += flow.isRefused() ? 1 : 0;
        untested += flow.isComplete() && !lower.hasSentFull() && !upper.hasSentFull() ? 1 : 0;
        copies += flow.copies();
        List<Suspects.Way> ways = new ArrayList<>(2);
        judge(flow, Flow.LOWER, ways);
        judge(flow, Flow.UPPER, ways);
        boolean waits = lower.isLost() || upper.isLost();
        if (!ways.isEmpty()) {
            suspects.add(ways, waits);
        } else if (waits) {
            lost++;
        }
    }

    private void judge(Flow flow, int from, List<Suspects.Way> ways) {
        int to = 1 - from;
        Course course = flow.courseFrom(from);
        sentAgain += course.sentAgain();
        aggregates += course.aggregates();
        ObservedPath.Key key =
                new ObservedPath.Key(flow.key().host(from), flow.key().host(to));
        paths.note(key, path -> {
            path.add(course);
            if (flow.mss(to) != Flow.NOT_SEEN) {
                path.announced(flow.mss(to), flow.syns(to));
            }
        });
        if (course.isStalled() || course.hasRecovered()) {
            ways.add(new Suspects.Way(key, stall(flow, from, course)));
        }
    }

    private Stall stall(Flow flow, int from, Course course) {
        return new Stall(
                places.name(flow.key().place()),
                flow.key().endpoint(from),
                flow.key().endpoint(1 - from),
                course.smallestVanished(),
                course.largestArrived(),
                course.isStalled() ? course.sendings() : 0,
                course.stuckSinceNs(),
                flow.lastNs(),
                !course.isStalled(),
                OptionalInt.empty());
    }

    /** Now that all is known of the paths. Nothing can be judged behind that. */
    Conclusion conclude() {
        List<Stall> stalls = suspects.conclude();
        Connections connections = new Connections(
                begun,
                complete,
                refused,
                begun - complete - refused,
                underway,
                suspects.connections(Suspects.Fate.STALLED),
                suspects.connections(Suspects.Fate.RECOVERED),
                lost + suspects.connections(Suspects.Fate.LOST),
                untested);
        return new Conclusion(connections, stalls);
    }

    /** Connections that stall, or did, for which there was no room. */
    long unlisted() {
        return suspects.unlisted();
    }

    long sentAgain() {
        return sentAgain;
    }

    long copies() {
        return copies;
    }

    long aggregates() {
        return aggregates;
    }
}
