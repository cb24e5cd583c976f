// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.mssclamp.counter.Distribution;
import org.mssclamp.status.Json;

/** What {@link TopText} says, for programs. */
record TopJson(TopRates rates) {
    /** Digits of a rate behind the point are not worth more. */
    private static final double PRECISION = 1000;

    String render() {
        TopSample sample = rates.sample();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", sample.version());
        members.put("uptimeSeconds", sample.uptimeSeconds());
        members.put("generation", sample.generation());
        members.put("queues", rates.queues().stream().map(TopJson::queue).toList());
        Map<String, Object> outcomes = new LinkedHashMap<>();
        rates.outcomes().forEach((outcome, rate) -> outcomes.put(outcome, rounded(rate)));
        members.put("outcomesPerSecond", outcomes);
        members.put(
                "mssBefore",
                distribution(rates.distribution(TopSample.Queue::mssBefore).orElse(null)));
        members.put(
                "mssAfter",
                distribution(rates.distribution(TopSample.Queue::mssAfter).orElse(null)));
        members.put(
                "rules", rates.rules(TopOrder.RATE).stream().map(TopJson::rule).toList());
        return Json.render(members);
    }

    private static Map<String, Object> queue(TopRates.OfQueue of) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("number", of.queue().number());
        members.put("receivedPerSecond", rounded(of.received()));
        members.put("changedPerSecond", rounded(of.changed()));
        members.put("waiting", number(of.queue().waiting()));
        members.put("lost", of.queue().lost());
        members.put("serviceNsP50", number(of.serviceNs().quantile(0.5)));
        members.put("serviceNsP99", number(of.serviceNs().quantile(0.99)));
        return members;
    }

    private static Map<String, Object> rule(TopRates.OfRule of) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", of.name());
        members.put("matchedPerSecond", rounded(of.matched()));
        members.put("changedPerSecond", rounded(of.changed()));
        members.put("matched", of.rule().matched());
        members.put("mssBefore", number(of.rule().mssBefore()));
        members.put("mssAfter", number(of.rule().mssAfter()));
        members.put("mssExact", of.rule().exact());
        return members;
    }

    private static @Nullable Map<String, Object> distribution(@Nullable Distribution distribution) {
        if (distribution == null) {
            return null;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("bounds", distribution.bounds());
        members.put("counts", distribution.counts());
        members.put("sum", distribution.sum());
        return members;
    }

    private static double rounded(double rate) {
        return Math.round(rate * PRECISION) / PRECISION;
    }

    private static @Nullable Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
