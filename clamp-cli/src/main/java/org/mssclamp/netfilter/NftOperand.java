// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a match compares to: one value, or a set of alternatives. */
record NftOperand(JsonValue value) {
    static final Set<String> FLAGS = Set.of("fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr");

    /** The only name or number; empty if there are others, or it is none of these. */
    Optional<String> only() {
        return value.text().isEmpty() || isNamedSet() ? Optional.empty() : Optional.of(value.text());
    }

    /** Whether it is certain that a name is none of the alternatives. */
    boolean hasNot(String name) {
        return !isNamedSet()
                && alternatives().stream()
                        .noneMatch(alternative -> alternative.text().equals(name));
    }

    boolean isFalse() {
        return Boolean.FALSE.equals(value.value());
    }

    /** What is in a set with a name of its own is not known. */
    private boolean isNamedSet() {
        return value.text().startsWith("@");
    }

    /** Whether one of the alternatives holds, each a name or a number. */
    Answer any(Function<String, Answer> holds) {
        return alternatives().stream()
                .map(alternative ->
                        alternative.text().isEmpty() || isNamedSet() ? Answer.UNKNOWN : holds.apply(alternative.text()))
                .reduce(Answer.NO, Answer::or);
    }

    private List<JsonValue> alternatives() {
        return (value.has("set") ? value.get("set") : value).elements();
    }

    /** As {@link #any}, each of them a combination of flags. */
    Answer anyFlags(Function<Set<String>, Answer> holds) {
        if (!value.has("set")) {
            return flags().map(holds).orElse(Answer.UNKNOWN);
        }
        return value.get("set").elements().stream()
                .map(alternative ->
                        new NftOperand(alternative).flags().map(holds).orElse(Answer.UNKNOWN))
                .reduce(Answer.NO, Answer::or);
    }

    /** One combination of flags of TCP, in lower case; empty if it is none. */
    Optional<Set<String>> flags() {
        if (value.number().orElse(-1) == 0) {
            return Optional.of(Set.of());
        }
        Set<String> names = (value.has("|") ? value.get("|") : value)
                .elements().stream().map(JsonValue::text).collect(Collectors.toSet());
        return names.isEmpty() || !FLAGS.containsAll(names) ? Optional.empty() : Optional.of(names);
    }
}
