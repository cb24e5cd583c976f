// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.route.PathEvent;
import org.mssclamp.rule.Way;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.Distributions;
import org.mssclamp.status.ProbedPath;
import org.mssclamp.status.QueueRates;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.Rate;

/** Daemons as they may be. */
final class SampleStatus {
    static final Load LOAD = new Load(
            "/etc/mssclamp/mssclamp.yaml",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            3,
            Instant.parse("2026-11-21T18:00:00Z"),
            Optional.of(new Reload(Instant.parse("2026-11-21T18:00:00Z"), true, "rules added: phones")));

    private SampleStatus() {}

    static DaemonStatus of(Load load, QueueStatus... queues) {
        return new DaemonStatus(
                "1.2.3",
                Duration.ofSeconds(183_845),
                false,
                load,
                List.of(queues),
                0,
                false,
                zeros(Oddity.class),
                zeros(PathEvent.class),
                List.of());
    }

    /** The same, with one path whose MTU was found, and then found to be larger, once, and one that nobody answers on. */
    static DaemonStatus probing(DaemonStatus status) {
        Instant found = Instant.parse("2026-11-21T18:10:00Z");
        ProbedPath wide = new ProbedPath(
                Way.to("10.8.0.2"),
                OptionalInt.of(1400),
                LOAD.lastReload().map(Reload::at),
                OptionalInt.of(1420),
                Optional.of(found),
                Optional.of(found),
                Optional.of(ProbeRound.UNCONFIRMED),
                zeros(ProbeRound.class));
        ProbedPath silent = new ProbedPath(
                new Way("branch.example", Optional.of("wg1"), 0x10),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(found),
                Optional.empty(),
                Optional.of(ProbeRound.UNREACHABLE),
                zeros(ProbeRound.class));
        return new DaemonStatus(
                status.version(),
                status.uptime(),
                status.observing(),
                status.load(),
                status.queues(),
                status.rules(),
                status.reloading(),
                status.oddities(),
                status.paths(),
                List.of(wide, silent));
    }

    /** The same, amid a reload. */
    static DaemonStatus reloading(DaemonStatus status) {
        return new DaemonStatus(
                status.version(),
                status.uptime(),
                status.observing(),
                status.load(),
                status.queues(),
                status.rules(),
                true,
                status.oddities(),
                status.paths(),
                status.probes());
    }

    /** One that has counted nothing. */
    static QueueStatus idle(int number, boolean bound, boolean served) {
        return new QueueStatus(
                settings(number, OnFailure.PASS),
                bound,
                served,
                false,
                OptionalLong.empty(),
                OptionalLong.of(0),
                OptionalLong.of(0),
                zeros(QueueEvent.class),
                zeros(Outcome.class),
                0,
                QueueRates.NONE,
                Distributions.of(new PacketCounters()));
    }

    /** One of whose socket the kernel says nothing. */
    static QueueStatus untold(int number) {
        return new QueueStatus(
                settings(number, OnFailure.PASS),
                true,
                true,
                false,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                zeros(QueueEvent.class),
                zeros(Outcome.class),
                0,
                QueueRates.NONE,
                Distributions.of(new PacketCounters()));
    }

    /** One in traffic, with losses, held over restarts. */
    static QueueStatus busy(int number) {
        Map<QueueEvent, Long> events = zeros(QueueEvent.class);
        events.put(QueueEvent.RECEIVED, 1_234_567L);
        events.put(QueueEvent.MISSED, 1400L);
        Map<Outcome, Long> outcomes = zeros(Outcome.class);
        outcomes.put(Outcome.CLAMPED, 1_234_000L);
        outcomes.put(Outcome.NO_RULE, 567L);
        Rate clamped = new Rate(1200, 980.25, 6.7125);
        return new QueueStatus(
                settings(number, OnFailure.HOLD),
                true,
                true,
                true,
                OptionalLong.of(12),
                OptionalLong.of(9984),
                OptionalLong.of(1401),
                events,
                outcomes,
                0,
                new QueueRates(
                        new Rate(1201, 981, 6.7156),
                        Map.of(Outcome.CLAMPED, clamped, Outcome.NO_RULE, new Rate(1, 0.75, 0.0031))),
                Distributions.of(new PacketCounters()));
    }

    private static QueueSettings settings(int number, OnFailure onFailure) {
        QueueSettings defaults = QueueSettings.defaultsOf(number);
        return new QueueSettings(
                number,
                number,
                onFailure,
                defaults.maxLength(),
                OptionalInt.empty(),
                Optional.empty(),
                defaults.busyPoll(),
                List.of());
    }

    private static <E extends Enum<E>> Map<E, Long> zeros(Class<E> kinds) {
        Map<E, Long> zeros = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            zeros.put(kind, 0L);
        }
        return zeros;
    }
}
