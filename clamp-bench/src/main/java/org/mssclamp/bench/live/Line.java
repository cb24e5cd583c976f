// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** One line of the measurement file: a JSON object. */
record Line(Map<String, Object> members) {
    static final String ENVIRONMENT = "environment";

    /** A clock read twice differs by less; a latency of microseconds bears it. */
    private static final int CLOCK_STEP_LIMIT_NS = 500;

    static Line parse(String json) throws IOException {
        return new Line(JSON.std.mapFrom(json));
    }

    String measurement() {
        return text("measurement");
    }

    boolean isEnvironment() {
        return measurement().equals(ENVIRONMENT);
    }

    int round() {
        return (int) number("round");
    }

    Subject subject() {
        return new Subject(Variant.named(text("variant")), (int) number("queues"));
    }

    /** SYNs that arrived as they should: clamped, or as they were where there is no rule. */
    double arrived() {
        return number(subject().variant() == Variant.NONE ? "unclamped" : "clamped");
    }

    /** SYNs that did not arrive, or arrived as they were though they should not. */
    double lost() {
        return number("sent") - arrived();
    }

    /** Whether all delays are those of SYNs that went the variant's way, by clocks that nobody set meanwhile. */
    boolean hasSoundDelays() {
        return number("received") > 0
                && arrived() == number("received")
                && number("missed") == 0
                && number("bad_checksums") == 0
                && Math.abs(number("clock_step_ns")) <= CLOCK_STEP_LIMIT_NS;
    }

    /** Whether the member is there and says so, as text. */
    boolean says(String member, Object value) {
        return value.equals(members.get(member));
    }

    boolean has(String member) {
        return members.containsKey(member);
    }

    double number(String member) {
        return ((Number) member(member)).doubleValue();
    }

    String text(String member) {
        return member(member).toString();
    }

    Object member(String member) {
        return Objects.requireNonNull(members.get(member), () -> "no " + member + " in " + members);
    }
}
