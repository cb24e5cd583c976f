// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueLimits;
import org.mssclamp.probe.ProbeRound;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.Numbers;
import org.mssclamp.status.ProbedPath;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.Rate;
import org.mssclamp.status.TextTable;

/** The daemon for people: what it runs with, then its queues, what became of their packets, and what was lost. */
final class StatusText {
    private final DaemonStatus status;
    private final List<String> lines = new ArrayList<>();

    private StatusText(DaemonStatus status) {
        this.status = status;
    }

    static String render(DaemonStatus status) {
        StatusText text = new StatusText(status);
        text.addDaemon();
        text.addQueues();
        text.addOutcomes();
        text.addProbes();
        text.addLosses();
        return String.join("\n", text.lines) + "\n";
    }

    private void addDaemon() {
        Load load = status.load();
        lines.add("mssclampd " + status.version() + ", up " + Numbers.duration(status.uptime()) + ", "
                + Numbers.noun(status.queues().size(), "queue") + ", "
                + Numbers.noun(status.rules(), "rule")
                + (status.observing() ? ", observing only" : "")
                + (status.reloading() ? ", reloading" : ""));
        TextTable table = new TextTable(2);
        table.add("configuration", load.file());
        table.add("sha-256", load.hash());
        table.add("generation", load.generation() + " since " + Numbers.time(load.since()));
        table.add("last reload", lastReload(load.lastReload()));
        lines.addAll(table.lines());
    }

    private static String lastReload(Optional<Reload> reload) {
        return reload.map(last ->
                        (last.accepted() ? "accepted " : "REFUSED ") + Numbers.time(last.at()) + ": " + last.outcome())
                .orElse("none");
    }

    private void addQueues() {
        TextTable table = new TextTable(3);
        table.add(
                "queue", "on-failure", "state", "waiting", "buffered", "of", "received", "1 s", "1 min", "since start");
        for (QueueStatus queue : status.queues()) {
            Rate rate = queue.rates().received();
            table.add(
                    Integer.toString(queue.number()),
                    queue.settings().onFailure().label() + (queue.kept() ? ", kept" : ""),
                    state(queue),
                    number(queue.waiting()),
                    number(queue.bufferedOctets()),
                    Numbers.count(QueueLimits.of(queue.settings()).receiveBufferOctets()),
                    Numbers.count(queue.events().getOrDefault(QueueEvent.RECEIVED, 0L)),
                    Numbers.rate(rate.lastSecond()),
                    Numbers.rate(rate.lastMinute()),
                    Numbers.rate(rate.sinceStart()));
        }
        addTable(table);
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Numbers.count(number.getAsLong()) : "-";
    }

    private static String state(QueueStatus queue) {
        return queue.served() ? queue.bound() ? "bound" : "LOST" : "NOT SERVED";
    }

    private void addTable(TextTable table) {
        lines.add("");
        lines.addAll(table.lines());
    }

    private void addOutcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        status.queues()
                .forEach(
                        queue -> queue.outcomes().forEach((outcome, count) -> counts.merge(outcome, count, Long::sum)));
        TextTable table = new TextTable(1);
        table.add("outcome", "packets", "1 s", "1 min", "since start");
        counts.forEach((outcome, count) -> {
            if (count > 0) {
                table.add(
                        outcome.label(),
                        Numbers.count(count),
                        Numbers.rate(sum(outcome, Rate::lastSecond)),
                        Numbers.rate(sum(outcome, Rate::lastMinute)),
                        Numbers.rate(sum(outcome, Rate::sinceStart)));
            }
        });
        if (table.lines().size() > 1) {
            addTable(table);
        } else {
            lines.add("");
            lines.add("no packet was received yet; does a firewall rule with NFQUEUE point here?");
        }
    }

    private double sum(Outcome outcome, ToDoubleFunction<Rate> part) {
        return status.queues().stream()
                .mapToDouble(queue -> part.applyAsDouble(queue.rates().of(outcome)))
                .sum();
    }

    private void addProbes() {
        TextTable table = new TextTable(5);
        table.add("probe", "path MTU", "since", "last found", "last result");
        for (ProbedPath path : status.probes()) {
            table.add(
                    path.way().toString(),
                    path.mtu().isPresent() ? Integer.toString(path.mtu().getAsInt()) : "-",
                    path.since().map(Numbers::time).orElse("-"),
                    path.lastSuccess().map(Numbers::time).orElse("-"),
                    path.result().map(ProbeRound::label).orElse("-")
                            + (path.unconfirmed().isPresent()
                                    ? " " + path.unconfirmed().getAsInt()
                                    : ""));
        }
        if (table.lines().size() > 1) {
            addTable(table);
        }
    }

    private void addLosses() {
        TextTable table = new TextTable(2);
        for (QueueStatus queue : status.queues()) {
            for (QueueEvent event : QueueEvent.values()) {
                long count = queue.events().getOrDefault(event, 0L);
                if (event != QueueEvent.RECEIVED && count > 0) {
                    table.add(
                            "queue " + queue.number(),
                            event.label() + ", " + event.description(),
                            Numbers.count(count));
                }
            }
            if (queue.notReceived().orElse(0) > 0) {
                table.add(
                        "queue " + queue.number(),
                        "not-received, messages of the kernel for which the receive buffer had no room",
                        number(queue.notReceived()));
            }
        }
        if (!table.lines().isEmpty()) {
            addTable(table);
        }
    }
}
