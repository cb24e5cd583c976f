// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.counter.Distribution;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueLimits;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.route.PathEvent;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;

/** The daemon for programs. */
public final class StatusJson {
    /** Digits of a rate behind the point are not worth more. */
    private static final double PRECISION = 1000;

    private StatusJson() {}

    /** One document, on one line. */
    public static String render(DaemonStatus status) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", status.version());
        members.put("uptimeSeconds", status.uptime().toMillis() / 1000.0);
        members.put("observing", status.observing());
        members.put("reloading", status.reloading());
        members.put("configuration", configuration(status.load()));
        members.put(
                "lastReload", status.load().lastReload().map(StatusJson::reload).orElse(null));
        members.put("rules", status.rules());
        members.put("queues", status.queues().stream().map(StatusJson::queue).toList());
        members.put("oddities", byLabel(Oddity.class, Oddity::label, status.oddities()));
        members.put("paths", byLabel(PathEvent.class, PathEvent::label, status.paths()));
        members.put("probes", status.probes().stream().map(StatusJson::probe).toList());
        return Json.render(members);
    }

    private static Map<String, Object> probe(ProbedPath path) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("host", path.way().host());
        members.put("via", path.way().via().orElse(null));
        members.put("mark", Integer.toUnsignedLong(path.way().mark()));
        members.put("mtu", number(path.mtu()));
        members.put("since", time(path.since()));
        members.put("unconfirmed", number(path.unconfirmed()));
        members.put("lastRound", time(path.lastRound()));
        members.put("lastSuccess", time(path.lastSuccess()));
        members.put("result", path.result().map(ProbeRound::label).orElse(null));
        members.put("rounds", byLabel(ProbeRound.class, ProbeRound::label, path.rounds()));
        return members;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static Map<String, Object> configuration(Load load) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", load.file());
        members.put("sha256", load.hash());
        members.put("generation", load.generation());
        members.put("since", load.since().toString());
        return members;
    }

    private static Map<String, Object> reload(Reload reload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", reload.at().toString());
        members.put("accepted", reload.accepted());
        members.put("outcome", reload.outcome());
        return members;
    }

    private static Map<String, Object> queue(QueueStatus queue) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("number", queue.number());
        members.put("onFailure", queue.settings().onFailure().label());
        members.put("bound", queue.bound());
        members.put("served", queue.served());
        members.put("kept", queue.kept());
        members.put("waiting", number(queue.waiting()));
        members.put("bufferedOctets", number(queue.bufferedOctets()));
        members.put("receiveBufferOctets", QueueLimits.of(queue.settings()).receiveBufferOctets());
        members.put("notReceived", number(queue.notReceived()));
        members.put("lost", queue.lost());
        members.put("events", byLabel(QueueEvent.class, QueueEvent::label, queue.events()));
        members.put("outcomes", byLabel(Outcome.class, Outcome::label, queue.outcomes()));
        members.put("rates", rates(queue.rates()));
        members.put("mssBefore", distribution(queue.distributions().mssBefore()));
        members.put("mssAfter", distribution(queue.distributions().mssAfter()));
        members.put("serviceNs", distribution(queue.distributions().serviceNs()));
        return members;
    }

    private static Map<String, Object> distribution(Distribution distribution) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("bounds", distribution.bounds());
        members.put("counts", distribution.counts());
        members.put("sum", distribution.sum());
        return members;
    }

    private static @Nullable Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static Map<String, Object> rates(QueueRates rates) {
        Map<Outcome, Object> outcomes = new EnumMap<>(Outcome.class);
        rates.outcomes().forEach((outcome, rate) -> outcomes.put(outcome, rate(rate)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("received", rate(rates.received()));
        members.put("outcomes", byLabel(Outcome.class, Outcome::label, outcomes));
        return members;
    }

    private static Map<String, Object> rate(Rate rate) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lastSecond", rounded(rate.lastSecond()));
        members.put("lastMinute", rounded(rate.lastMinute()));
        members.put("sinceStart", rounded(rate.sinceStart()));
        return members;
    }

    private static double rounded(double rate) {
        return Math.round(rate * PRECISION) / PRECISION;
    }

    /** In the order of the constants. */
    private static <E extends Enum<E>> Map<String, Object> byLabel(
            Class<E> kinds, Function<E, String> label, Map<E, ?> values) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (E kind : kinds.getEnumConstants()) {
            Object value = values.get(kind);
            if (value != null) {
                members.put(label.apply(kind), value);
            }
        }
        return members;
    }
}
