// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.status.Json;
import org.mssclamp.status.ProblemMembers;

/** {@code reload}: reads the configuration again, and says what came of it. */
public record ReloadCommand(Reloading reloading) implements ControlCommand {
    private static final String DRY_RUN = "dry-run";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String verb() {
        return "reload";
    }

    @Override
    public String synopsis() {
        return "[" + DRY_RUN + "]";
    }

    @Override
    public String description() {
        return "reads the configuration again, and says what that changed, or why it was refused; `" + DRY_RUN
                + "` says it and touches nothing";
    }

    @Override
    public Permission permission() {
        return Permission.CHANGE;
    }

    @Override
    public Duration limit() {
        return LIMIT.plusSeconds(10);
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer)
            throws ControlException, IOException, InterruptedException {
        boolean dryRun = request.isOnly(DRY_RUN);
        ReloadReport report = dryRun ? reloading.dryRun() : await(reloading.reload());
        if (request.json()) {
            answer.line(json(dryRun, report));
        } else if (report.accepted()) {
            answer.line(text(
                    report,
                    (dryRun ? "would be accepted: " : "reloaded, generation " + report.generation() + ": ")
                            + report.outcome()));
        } else {
            throw new ControlException(
                    report.exitCode(),
                    text(
                            report,
                            "refused, generation " + report.generation() + " stays in force: " + report.outcome()));
        }
    }

    private static ReloadReport await(CompletableFuture<ReloadReport> coming)
            throws ControlException, InterruptedException {
        try {
            return coming.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw new ControlException(
                    RefusalCode.UNAVAILABLE,
                    "the reload has not ended after " + LIMIT.toSeconds() + " seconds, and goes on; status tells when");
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect);
        }
    }

    private static String text(ReloadReport report, String summary) {
        return Stream.concat(report.problems().stream().map(String::valueOf), Stream.of(summary))
                .collect(Collectors.joining("\n"));
    }

    private static String json(boolean dryRun, ReloadReport report) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("exitCode", report.exitCode());
        members.put("accepted", report.accepted());
        members.put("dryRun", dryRun);
        members.put("generation", report.generation());
        members.put("outcome", report.outcome());
        members.put(
                "problems", report.problems().stream().map(ProblemMembers::of).toList());
        return Json.render(members);
    }
}
