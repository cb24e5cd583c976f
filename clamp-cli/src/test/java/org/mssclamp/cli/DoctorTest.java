// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.doctor.Cure;
import org.mssclamp.doctor.Diagnosis;
import org.mssclamp.doctor.Examination;
import org.mssclamp.doctor.Finding;
import org.mssclamp.doctor.State;

class DoctorTest {
    private static final Path SESSIONS = Path.of("src/test/resources/sessions");
    private static final Path PAGE = Path.of("../docs/operations.md");

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "marked.yaml", "bad.yaml", "absent.yaml"})
    void printsWhatTheSchemaSays(String file) throws IOException {
        Run run = Run.of("doctor", "--json", "-c", SESSIONS.resolve(file).toString());

        Schema.of("doctor").assertValid(run.out());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(run.out().contains("\"fail\":0") ? 0 : 1);
    }

    private static String report(Finding finding) {
        return new DoctorReport("x", 0, Collections.nCopies(15, new Diagnosis("x", finding))).json();
    }

    @Test
    void schemaWantsSomethingThatMendsForWhatIsWrongAndForNothingElse() throws IOException {
        Schema schema = Schema.of("doctor");
        Optional<Cure> nothing = Optional.empty();
        Optional<Cure> command = Optional.of(new Cure.Command("true"));

        schema.assertValid(report(new Finding(State.WARN, "it is broken", command)));
        schema.assertValid(report(new Finding(State.FAIL, "it is broken", Optional.of(new Cure.Advice("mend it")))));
        for (Finding finding : List.of(
                new Finding(State.WARN, "it is broken", nothing), new Finding(State.OK, "it is not", command))) {
            assertThatThrownBy(() -> schema.assertValid(report(finding))).isInstanceOf(AssertionError.class);
        }
    }

    /** As those take it who ask by program, such as keepalived. */
    @ParameterizedTest
    @EnumSource(State.class)
    void isNotWellWhereSomethingFailsAndNowhereElse(State state) {
        Optional<Cure> cure = state.isProblem() ? Optional.of(new Cure.Advice("mend it")) : Optional.empty();
        Diagnosis diagnosis = new Diagnosis("x", new Finding(state, "it is so", cure));
        DoctorReport report = new DoctorReport(
                "x", 0, List.of(new Diagnosis("y", new Finding(State.OK, "y", Optional.empty())), diagnosis));

        boolean fails = state == State.FAIL;
        assertThat(report.json()).contains("\"ok\":" + !fails);
        assertThat(report.exitCode()).isEqualTo(fails ? ExitCode.PROBLEM : ExitCode.OK);
    }

    @Test
    void pageNamesEveryCheckInTheOrderOfTheOutput() throws IOException {
        List<String> named = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(row -> row.replaceAll("[| `]", ""))
                .filter(Examination.checks()::contains)
                .toList();

        assertThat(named).isEqualTo(Examination.checks());
    }
}
