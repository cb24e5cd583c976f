// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;
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
                "Pipeline|Rewrite|Trace");

        assertThat(printed.toString(UTF_8))
                .contains("# Round 2 of 2")
                .containsPattern("whole pipeline, ns a packet \\(warm\\) +[0-9]+\\.[0-9]{2} ")
                .containsPattern("octets a packet on the heap +[0-9]+")
                .containsPattern("pcap4j / whole pipeline +[0-9]+")
                .containsPattern("10,000 rules / one rule, pipeline \\(warm\\) +[0-9]+")
                .containsPattern("10,000 rules / one rule, pipeline \\(cold\\) +[0-9]+")
                .containsPattern("whole checksum / update, rewriting alone +[0-9]+")
                .containsPattern("a trace that ended / never traced +[0-9]+\\.[0-9]{2} ")
                .containsPattern("traced for other SYNs / never traced +[0-9]+")
                .containsPattern("traced, and none taken / never traced +[0-9]+");
        assertThat(results)
                .content(UTF_8)
                .contains("\"benchmark\" : \"org.mssclamp.bench.RewriteBenchmark.pcap4j\"")
                .contains("\"rules\" : \"10000\"")
                .contains("\"gc.alloc.rate.norm\"")
                // One list of scores for each round.
                .containsPattern("\"rawData\" : \\[\\s*\\[[^]]+\\],\\s*\\[[^]]+\\]\\s*\\]");
    }

    @Test
    void leavesTheResultsOfBeforeUntilThereAreOthers() throws Exception {
        Path results = Files.writeString(directory.resolve("jmh.json"), "of before");

        assertThatThrownBy(() -> compare("-f", "0", "-rff", results.toString(), "NoSuchBenchmark"))
                .isInstanceOf(RunnerException.class);
        assertThat(results).hasContent("of before");
    }

    @Test
    void answersQuestionsWithoutARun() throws Exception {
        Path results = directory.resolve("jmh.json");

        for (String question : List.of("-l", "-lp", "-h")) {
            Comparison.main(new String[] {"-rff", results.toString(), question});
        }

        assertThat(results).doesNotExist();
    }

    @Test
    void saysNothingOfWhatWasNotRun() throws Exception {
        Path results = directory.resolve("jmh.json");
        compare("-f", "0", "-wi", "0", "-i", "1", "-r", "10ms", "-v", "SILENT", "-rff", results.toString(), "Checksum");
        assertThat(printed.toString(UTF_8)).isEqualTo("# Round 1 of 1" + System.lineSeparator());
    }
}
