// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.99",
                "--trace 192.0.2.99",
                "--port 443 --search linear -6 2001:db8::1",
                "--max-mtu 1400 ::1"
            })
    void printsWhatTheSchemaSays(String arguments) throws IOException {
        Run run = Run.of(("probe --json " + arguments).split(" "));

        Schema.of("probe").assertValid(run.out());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(run.out().contains("\"blackHole\":true") ? 1 : 0);
    }

    @Test
    void pageShowsWhatThatPathPrints() throws IOException {
        String printed =
                Run.of("probe", "--trace", "--port", "443", "192.0.2.99").out();

        assertThat(Files.readString(Path.of("../docs/probe.md"))).contains(printed);
    }

    @Test
    void saysThatNobodyKnowsTheHost() {
        Run run = Run.of("probe", "-6", "192.0.2.1");

        assertThat(run.err()).isEqualTo("192.0.2.1: no IPv6 address is known of this host\n");
        assertThat(run.exitCode()).isEqualTo(69);
    }
}
