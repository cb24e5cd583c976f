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
 * the size is known at the end only: not if another connection got a packet of that size over the same path. Not
 * thread-safe.
 */
final class Judgement {
    private final Places places;
    private final ObservedPaths paths;
    private final int mostStalls;
    private final List<Suspect> suspects = new ArrayList<>();
    private long unlisted;

    private long begun;
    private long complete;
    private long refused;
    private long underway;
    private long lost;
    private long untested;
    private long sentAgain;
    private long copies;
    private long aggregates;

    /** One that seems to have stalled. */
    private record Suspect(ObservedPath.Key path, Stall stall) {}

    Judgement(Places places, ObservedPaths paths, int mostStalls) {
        this.places = places;
        this.paths = paths;
        this.mostStalls = mostStalls;
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
        lost += lower.isLost() || upper.isLost() ? 1 : 0;
        copies += flow.copies();
        judge(flow, Flow.LOWER);
        judge(flow, Flow.UPPER);
    }

    private void judge(Flow flow, int from) {
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
            suspect(flow, from, course, key);
        }
    }

    private void suspect(Flow flow, int from, Course course, ObservedPath.Key key) {
        if (suspects.size() == mostStalls) {
            unlisted++;
            return;
        }
        Stall stall = new Stall(
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
        suspects.add(new Suspect(key, stall));
    }

    /** The suspects that remain so, when all is known of their paths. */
    List<Stall> stalls() {
        List<Stall> confirmed = new ArrayList<>();
        for (Suspect suspect : suspects) {
            ObservedPath path = paths.of(suspect.path);
            if (path.largestArrived() < suspect.stall.vanished()) {
                confirmed.add(
                        suspect.stall.on(Math.max(path.largestArrived(), suspect.stall.arrived()), path.tooBigMtu()));
            }
        }
        return confirmed;
    }

    /** Suspects for which there was no room. */
    long unlisted() {
        return unlisted;
    }

    /** With the stalls that were confirmed. */
    Connections connections(List<Stall> stalls) {
        long recovered = stalls.stream().filter(Stall::recovered).count();
        return new Connections(
                begun,
                complete,
                refused,
                begun - complete - refused,
                underway,
                stalls.size() - recovered + unlisted,
                recovered,
                lost + suspects.size() - stalls.size(),
                untested);
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
