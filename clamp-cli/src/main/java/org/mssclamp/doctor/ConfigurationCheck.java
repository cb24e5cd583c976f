// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.config.Problem;
import org.mssclamp.config.Problem.Severity;

/** Whether the daemon's configuration can be used, and is wise whatever the machine. */
final class ConfigurationCheck {
    private static final Pattern MENDING =
            Pattern.compile("(.*); mend it by: (chown root|chmod g-w) (/.*)", Pattern.DOTALL);

    private ConfigurationCheck() {}

    static Finding check(Facts facts) {
        Configured configured = facts.configured();
        Cure check =
                Cures.advice("mend the file; all there is shows: mssclamp check " + Cures.quoted(configured.file()));
        if (configured.unreadable().isPresent()) {
            return Finding.fail(firstLine(configured.unreadable().get()), check);
        }
        List<Problem> problems = configured.problems();
        Optional<Problem> error = problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .findFirst();
        if (error.isPresent()) {
            return Finding.fail(text(error.get()), check);
        }
        if (!configured.doubts().isEmpty()) {
            return doubt(configured.doubts().get(0), check);
        }
        if (!problems.isEmpty()) {
            return Finding.warn(text(problems.get(0)), check);
        }
        int rules = configured
                .configuration()
                .map(configuration -> configuration.rules().size())
                .orElse(0);
        return Finding.ok(configured.file() + " has " + rules + (rules == 1 ? " rule" : " rules"));
    }

    /** A doubt says itself what mends it, and what is no plain word there is the name of the file. */
    private static Finding doubt(String doubt, Cure check) {
        Matcher matcher = MENDING.matcher(doubt);
        return matcher.matches()
                ? Finding.warn(matcher.group(1), Cures.command(matcher.group(2) + " " + Cures.quoted(matcher.group(3))))
                : Finding.warn(doubt, check);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String text(Problem problem) {
        String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        return problem.position() + ": " + path + problem.message();
    }
}
