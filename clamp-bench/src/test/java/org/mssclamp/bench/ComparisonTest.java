// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class ComparisonTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private void compare(String... arguments) throws Exception {
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Comparison.run(new CommandLineOptions(arguments), out);
    }

    @Test
    void writesEveryResultAndPrintsTheGoals() throws Exception {
        Path results = directory.resolve("jmh.json");
        compare(
                "-f",
                "2",
                "-wi",
                "0",
                "-i",
                "1",
                "-r",
                "10ms",
                "-v",
                "SILENT",
                "-rff",
                results.toString(),
                "Pipeline|Rewrite");

        assertThat(printed.toString(UTF_8))
                .contains("# Round 2 of 2")
                .containsPattern("whole pipeline, ns a packet +[0-9]+\\.[0-9]{2} ")
                .containsPattern("octets a packet on the heap +[0-9]+")
                .containsPattern("pcap4j / whole pipeline +[0-9]+")
                .containsPattern("10,000 rules / one rule, whole pipeline +[0-9]+")
                .containsPattern("whole checksum / update, rewriting alone +[0-9]+");
        assertThat(results)
                .content(UTF_8)
                .contains("\"benchmark\" : \"org.mssclamp.bench.RewriteBenchmark.pcap4j\"")
                .contains("\"rules\" : \"10000\"")
                .contains("\"gc.alloc.rate.norm\"")
                // One list of scores for each round.
                .containsPattern("\"rawData\" : \\[\\s*\\[[^]]+\\],\\s*\\[[^]]+\\]\\s*\\]");
    }

    @Test
    void saysNothingOfWhatWasNotRun() throws Exception {
        Path results = directory.resolve("jmh.json");
        compare("-f", "0", "-wi", "0", "-i", "1", "-r", "10ms", "-v", "SILENT", "-rff", results.toString(), "Checksum");
        assertThat(printed.toString(UTF_8)).isEqualTo("# Round 1 of 1" + System.lineSeparator());
    }
}
