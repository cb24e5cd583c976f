// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.KeptMtu;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Way;
import org.mssclamp.status.ProbedPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one way, and when it is searched next. For the thread of the {@link PathProber}. */
final class WatchedPath {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedPath.class);

    /** As long as nothing is known: the network may come up later than the daemon. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

    private final Way way;
    private final int initial;
    private final KeptMtu kept;
    private final Map<ProbeRound, Long> rounds = new EnumMap<>(ProbeRound.class);
    private Duration every;
    private long dueNs;
    private Optional<ProbeRound> last = Optional.empty();
    private Optional<Instant> lastRound = Optional.empty();
    private Optional<Instant> lastSuccess = Optional.empty();
    private Optional<Instant> since = Optional.empty();

    /**
     * Is due at once.
     *
     * @param wanted what rules want of the way: the shortest interval, and the least that any of them begins with
     */
    WatchedPath(ProbedMtu wanted, long nowNs) {
        way = wanted.way();
        every = Duration.ofSeconds(wanted.everySeconds());
        initial = wanted.initial();
        kept = new KeptMtu(initial);
        dueNs = nowNs;
        for (ProbeRound round : ProbeRound.values()) {
            rounds.put(round, 0L);
        }
    }

    Way way() {
        return way;
    }

    OptionalInt mtu() {
        return kept.known();
    }

    /** Whether it is that way, and begins with what rules want it to begin with, or has begun. */
    boolean suits(ProbedMtu wanted) {
        return wanted.way().equals(way) && (kept.known().isPresent() || wanted.initial() == initial);
    }

    /** Rules want it at other times from now on. */
    void every(Duration interval, long nowNs) {
        if (!interval.equals(every)) {
            every = interval;
            dueNs = Math.min(dueNs, nowNs + interval.toNanos());
        }
    }

    /** In nanoseconds; 0 or less if it is due. */
    long dueIn(long nowNs) {
        return dueNs - nowNs;
    }

    /** A search is over. */
    void searched(ProbeResult result, long nowNs, double jitter) {
        int least = result.target().family() == Family.IPV4 ? ProbedMtu.LEAST : ProbedMtu.DEFAULT_INITIAL;
        OptionalInt before = kept.known();
        ProbeRound round = switch (result.ending()) {
            case FOUND -> kept.found(result.pathMtu().orElseThrow(), least);
            case UNREACHABLE -> kept.without(ProbeRound.UNREACHABLE);
            case UNSTEADY -> kept.without(ProbeRound.UNSTEADY);
        };
        if (!kept.known().equals(before)) {
            since = Optional.of(Instant.now());
            LOG.info("path MTU to {} is {}, was {}", way, kept.known().orElseThrow(), text(before));
        }
        String more = switch (round) {
            case TOO_SMALL -> ": " + result.pathMtu().orElseThrow() + " octets, less than " + least;
            case UNREACHABLE -> obstacles(result);
            default -> "";
        };
        end(round, round.description() + more, nowNs, jitter);
    }

    private String obstacles(ProbeResult result) {
        boolean mayNotPing = result.smallPackets().stream().anyMatch(small -> !small.permitted());
        return "; under systemd, IPAddressAllow= has to allow the host"
                + (way.via().isPresent() || way.mark() != 0
                        ? "; answers may come in by another interface than the route to the host: sysctl rp_filter"
                        : "")
                + (mayNotPing ? "; for echo requests, sysctl net.ipv4.ping_group_range a group of the daemon" : "");
    }

    /** Nothing could be searched. */
    void failed(String why, long nowNs, double jitter) {
        end(kept.without(ProbeRound.FAILED), why, nowNs, jitter);
    }

    /** Tells of what goes on failing once. */
    private void end(ProbeRound round, String what, long nowNs, double jitter) {
        boolean sounded = last.map(ProbeRound::isSuccess).orElse(true);
        if (!round.isSuccess() && !last.equals(Optional.of(round))) {
            LOG.warn("path MTU to {} stays {}: {}", way, text(kept.known()), what);
        } else if (round.isSuccess() && !sounded) {
            LOG.info("path MTU to {} is probed again: {}", way, what);
        }
        rounds.merge(round, 1L, Long::sum);
        last = Optional.of(round);
        lastRound = Optional.of(Instant.now());
        lastSuccess = round.isSuccess() ? lastRound : lastSuccess;
        dueNs = nowNs + (long) (pause(round).toNanos() * jitter);
    }

    private Duration pause(ProbeRound round) {
        if (kept.known().isPresent()) {
            return every;
        }
        if (round == ProbeRound.UNCONFIRMED) {
            return Duration.ZERO;
        }
        return every.compareTo(FIRST_PATIENCE) < 0 ? every : FIRST_PATIENCE;
    }

    private String text(OptionalInt mtu) {
        return mtu.isPresent() ? Integer.toString(mtu.getAsInt()) : initial + " (initial)";
    }

    ProbedPath status() {
        return new ProbedPath(way, kept.known(), since, kept.unconfirmed(), lastRound, lastSuccess, last, rounds);
    }
}
