// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.config.Problem;
import org.mssclamp.config.Problem.Severity;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.status.Json;
import org.mssclamp.status.ProblemMembers;

/**
 * What {@code check} found.
 *
 * @param doubts about who may change the file; as bad as warnings
 * @param strict whether warnings are as bad as errors
 */
record CheckReport(String file, List<String> doubts, ParseResult result, boolean strict) {
    List<Problem> problems() {
        return result.problems();
    }

    ExitCode exitCode() {
        if (result instanceof ParseResult.Refused) {
            return ExitCode.CONFIG;
        }
        return strict && !(problems().isEmpty() && doubts.isEmpty()) ? ExitCode.PROBLEM : ExitCode.OK;
    }

    /** One line without its end: how many of what. */
    String summary(Palette palette) {
        List<String> counts = new ArrayList<>();
        if (result instanceof ParseResult.Accepted accepted) {
            Configuration configuration = accepted.configuration();
            counts.add(count(configuration.rules().size(), "rule"));
            counts.add(count(queues(configuration), "queue"));
        }
        for (Severity severity : Severity.values()) {
            long found = problems().stream()
                    .filter(problem -> problem.severity() == severity)
                    .count();
            if (found > 0) {
                counts.add(count(found, severity.label()));
            }
        }
        String verdict = exitCode() == ExitCode.OK ? palette.good("ok") : palette.bad("not ok");
        return file + ": " + verdict + ", " + String.join(", ", counts);
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Each queue has a number and a worker of its own. */
    private static int queues(Configuration configuration) {
        int queues = 0;
        for (QueueSettings range : configuration.queues()) {
            queues += range.last() - range.first() + 1;
        }
        return queues;
    }

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", file);
        members.put("ok", exitCode() == ExitCode.OK);
        members.put("problems", problems().stream().map(ProblemMembers::of).toList());
        if (!doubts.isEmpty()) {
            members.put("doubts", doubts);
        }
        Configuration configuration = result instanceof ParseResult.Accepted accepted ? accepted.configuration() : null;
        members.put(
                "rules", configuration == null ? null : configuration.rules().size());
        members.put("queues", configuration == null ? null : queues(configuration));
        return Json.render(members);
    }
}
