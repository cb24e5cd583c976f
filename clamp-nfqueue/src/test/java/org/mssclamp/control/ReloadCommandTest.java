// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.Problem;

class ReloadCommandTest {
    private static final List<Problem> ERRORS =
            ConfigParser.parse("a.yaml", "version: 2\n").problems();
    private static final List<Problem> WARNINGS =
            ConfigParser.parse("a.yaml", "version: 1\n").problems();

    /** A daemon of which a reload comes to this. */
    private record Daemon(ReloadReport report) implements Reloading {
        @Override
        public CompletableFuture<ReloadReport> reload() {
            return CompletableFuture.completedFuture(report);
        }

        @Override
        public ReloadReport dryRun() {
            return report;
        }
    }

    private static String answer(String line, ReloadReport report) throws IOException, InterruptedException {
        return AnsweredText.of(new ReloadCommand(new Daemon(report)), line);
    }

    @Test
    void saysWhatChanged() throws IOException, InterruptedException {
        ReloadReport accepted = new ReloadReport(0, 4, "rules added: phones", List.of());
        assertThat(answer("reload", accepted)).isEqualTo("reloaded, generation 4: rules added: phones\n");
        assertThat(answer("reload dry-run", accepted)).isEqualTo("would be accepted: rules added: phones\n");
    }

    @Test
    void showsWarningsFirst() throws IOException, InterruptedException {
        assertThat(answer("reload", new ReloadReport(0, 4, "nothing changed", WARNINGS)))
                .startsWith("a.yaml:1:1: warning: ")
                .endsWith("\nreloaded, generation 4: nothing changed\n");
    }

    @Test
    void saysWhatIsWrongWhereItIs() throws IOException, InterruptedException {
        ReloadReport refused = new ReloadReport(78, 3, "a.yaml: the configuration has errors", ERRORS);
        for (String line : List.of("reload", "reload dry-run")) {
            assertThat(answer(line, refused))
                    .startsWith("error: 78 a.yaml:1:10: version: ")
                    .endsWith("\nrefused, generation 3 stays in force: a.yaml: the configuration has errors\n");
        }
    }

    @Test
    void saysTheSameInJson() throws IOException, InterruptedException {
        ReloadReport refused = new ReloadReport(78, 3, "a.yaml: the configuration has errors", ERRORS);
        assertThat(answer("reload dry-run json", refused))
                .startsWith(
                        "{\"schema\":1,\"exitCode\":78,\"accepted\":false,\"dryRun\":true,\"generation\":3,"
                                + "\"outcome\":\"a.yaml: the configuration has errors\",\"problems\":[{\"severity\":\"error\",\"line\":1,");
    }

    @Test
    void takesNothingElse() throws IOException, InterruptedException {
        ReloadReport accepted = new ReloadReport(0, 4, "nothing changed", List.of());
        assertThat(answer("reload now", accepted)).isEqualTo("error: 64 reload takes dry-run and json, not \"now\"\n");
    }
}
