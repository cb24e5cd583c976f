// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.Problem.Severity;

/** Collects what is wrong with one text. */
final class Problems {
    private static final Comparator<Problem> IN_TEXT_ORDER = Comparator.<Problem>comparingInt(
                    problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final List<Problem> found = new ArrayList<>();
    private boolean hasErrors;

    void add(Severity severity, Position position, String path, String message, @Nullable String hint) {
        hasErrors |= severity == Severity.ERROR;
        found.add(new Problem(severity, position, path, message, Optional.ofNullable(hint)));
    }

    void addAll(Problems others) {
        hasErrors |= others.hasErrors;
        found.addAll(others.found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    boolean hasErrors() {
        return hasErrors;
    }

    List<Problem> errorsInTextOrder() {
        return inTextOrder().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }

    List<Problem> inTextOrder() {
        return found.stream().sorted(IN_TEXT_ORDER).toList();
    }
}
