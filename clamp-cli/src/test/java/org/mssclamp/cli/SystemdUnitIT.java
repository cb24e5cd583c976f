// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd thinks of the unit; that it works, {@code lab/systemd.sh} shows. */
class SystemdUnitIT {
    private static final Path UNIT = Path.of("../config/systemd/mssclampd.service");

    /** In tenths: 1.5. */
    private static final String EXPOSURE_LIMIT = "15";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @BeforeEach
    void needsSystemd() {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).exists();
    }

    private static Run analyze(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "systemd-analyze";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Layout.run(List.of(command), "", Map.of("SYSTEMD_COLORS", "0"));
    }

    @Test
    void isHardenedAsFarAsCanBe() throws IOException, InterruptedException {
        Run run = analyze("security", "--offline=yes", "--threshold=" + EXPOSURE_LIMIT, UNIT.toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    @Test
    void hasNothingThatSystemdDoesNotKnow() throws IOException, InterruptedException {
        Path unit = directory.resolve("mssclampd.service");
        String installed = (Path.of("target/mssclamp/bin").toAbsolutePath() + "/").replace(" ", "\\x20");
        Files.writeString(unit, Files.readString(UNIT).replace("=/usr/bin/mssclamp", "=" + installed + "mssclamp"));

        Run run = analyze("verify", "--man=no", unit.toString());

        assertThat(run.err() + run.out()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }
}
