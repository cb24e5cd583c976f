// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.counter.Distribution;

/** What came between two samples, in a second. What was not there before, or counts anew, is taken from zero. */
final class TopRates {
    private static final double NS_PER_SECOND = 1e9;

    private final TopSample earlier;
    private final TopSample later;
    private final double seconds;

    TopRates(TopSample earlier, TopSample later) {
        this.earlier = earlier;
        this.later = later;
        seconds = Math.max((later.atNs() - earlier.atNs()) / NS_PER_SECOND, 1e-3);
    }

    /** The newer sample. */
    TopSample sample() {
        return later;
    }

    /** A queue, with its packets and what was changed of them in a second, and whether it lost any. */
    record OfQueue(TopSample.Queue queue, double received, double changed, boolean losing, Distribution serviceNs) {}

    /** A rule, with the SYNs in a second that it matched, and that it changed or would have. */
    record OfRule(TopSample.Rule rule, double matched, double changed) {
        String name() {
            return rule.name();
        }
    }

    List<OfQueue> queues() {
        List<OfQueue> queues = new ArrayList<>();
        for (TopSample.Queue now : later.queues()) {
            Optional<TopSample.Queue> before = before(now);
            queues.add(new OfQueue(
                    now,
                    rate(before.map(TopSample.Queue::received).orElse(0L), now.received()),
                    rate(before.map(TopRates::changed).orElse(0L), changed(now)),
                    before.map(TopSample.Queue::lost).orElse(0L) < now.lost(),
                    since(before, now, TopSample.Queue::serviceNs)));
        }
        return queues;
    }

    /** The queue as it was; empty if it was not there, or counts anew since. */
    private Optional<TopSample.Queue> before(TopSample.Queue queue) {
        return earlier.queues().stream()
                .filter(other -> other.number() == queue.number() && isBefore(other, queue))
                .findFirst();
    }

    private static boolean isBefore(TopSample.Queue was, TopSample.Queue is) {
        return was.received() <= is.received()
                && isBefore(was.mssBefore(), is.mssBefore())
                && isBefore(was.mssAfter(), is.mssAfter())
                && isBefore(was.serviceNs(), is.serviceNs());
    }

    private static boolean isBefore(Distribution was, Distribution is) {
        return was.bounds().equals(is.bounds())
                && IntStream.range(0, is.counts().size())
                        .allMatch(bucket ->
                                was.counts().get(bucket) <= is.counts().get(bucket));
    }

    private static long changed(TopSample.Queue queue) {
        long changed = 0;
        for (Outcome outcome : Outcome.values()) {
            if (outcome.changesPacket() || outcome.wouldChangePacket()) {
                changed += queue.outcomes().getOrDefault(outcome.label(), 0L);
            }
        }
        return changed;
    }

    private double rate(long before, long now) {
        return (before <= now ? now - before : now) / seconds;
    }

    /** Packets in a second by what became of them; what never was is left out. */
    Map<String, Double> outcomes() {
        Map<String, Double> rates = new TreeMap<>();
        for (TopSample.Queue now : later.queues()) {
            Map<String, Long> before =
                    before(now).map(TopSample.Queue::outcomes).orElse(Map.of());
            now.outcomes().forEach((outcome, count) -> {
                if (count > 0) {
                    rates.merge(outcome, rate(before.getOrDefault(outcome, 0L), count), Double::sum);
                }
            });
        }
        return rates;
    }

    /** Of all queues. */
    Optional<Distribution> distribution(Function<TopSample.Queue, Distribution> kind) {
        return later.queues().stream().map(now -> since(before(now), now, kind)).reduce(Distribution::plus);
    }

    private static Distribution since(
            Optional<TopSample.Queue> before, TopSample.Queue now, Function<TopSample.Queue, Distribution> kind) {
        Distribution counted = kind.apply(now);
        return before.map(kind).map(counted::since).orElse(counted);
    }

    /** In this order. */
    List<OfRule> rules(TopOrder order) {
        Map<String, TopSample.Rule> before = new HashMap<>();
        earlier.rules().forEach(rule -> before.put(rule.name(), rule));
        return later.rules().stream()
                .map(now -> of(Optional.ofNullable(before.get(now.name())), now))
                .sorted(order.comparator())
                .collect(Collectors.toList());
    }

    private OfRule of(Optional<TopSample.Rule> before, TopSample.Rule now) {
        return new OfRule(
                now,
                rate(before.map(TopSample.Rule::matched).orElse(0L), now.matched()),
                rate(before.map(TopSample.Rule::changed).orElse(0L), now.changed()));
    }
}
