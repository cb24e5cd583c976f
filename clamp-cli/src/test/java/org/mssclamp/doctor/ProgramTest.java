// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static Look run(String... command) {
        return Program.start(List.of(command)).output();
    }

    @Test
    void readsWhatACommandPrints() {
        assertThat(run("echo", "a b", "*")).isEqualTo(new Look.Seen("a b *\n"));
    }

    @Test
    void runsInALocaleOfItsOwnAndWithoutInput() {
        assertThat(run("sh", "-c", "cat; echo $LC_ALL")).isEqualTo(new Look.Seen("C\n"));
    }

    @Test
    void saysWhatACommandSaidThatFailed() {
        assertThat(run("sh", "-c", "echo first >&2; echo second >&2; exit 3"))
                .isEqualTo(new Look.Unseen("sh: first", false));
        assertThat(run("sh", "-c", "exit 3")).isEqualTo(new Look.Unseen("sh ended with 3", false));
    }

    @Test
    void readsMoreThanAPipeHoldsOnBothStreams() {
        Look look = run("sh", "-c", "head -c 200000 /dev/zero >&2; head -c 200000 /dev/zero");

        assertThat(((Look.Seen) look).text()).hasSize(200_000);
    }

    @Test
    void endsACommandThatTakesTooLong() {
        assertThat(run("sleep", "1000")).isEqualTo(new Look.Unseen("sleep took more than 5 s", false));
    }

    @Test
    void tellsAProgramThatIsNotThere() {
        assertThat(run("no-such-program-here"))
                .isEqualTo(new Look.Unseen("no-such-program-here is not installed", true));
    }
}
