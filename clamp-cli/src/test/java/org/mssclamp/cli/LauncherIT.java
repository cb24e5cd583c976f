// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.packet.SynBuilder;

/** Runs {@code bin/mssclamp} of the built layout as a process, from a directory with a space in its name. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherIT {
    private static final String GATEWAY = "version: 1\nrules:\n  - name: tunnel\n    mtu: 1400\n";
    private static final String[] EXPLAIN = {"explain", "-c", "-", "--from", "10.0.0.1", "--to", "10.0.0.2"};

    private static final int RAW = 101;
    private static final int CONTROL_C = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    private static Path launcher = Path.of("");

    @BeforeAll
    static void copyLayout() throws IOException {
        launcher = Layout.copyTo(Files.createDirectory(directory.resolve("with a space")))
                .program("mssclamp");
    }

    private static Run run(String input, String... arguments) throws IOException, InterruptedException {
        return Layout.run(
                Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments))
                        .toList(),
                input,
                Map.of());
    }

    @Test
    void explainsAndSaysNothingElse() throws IOException, InterruptedException {
        Run run = run(GATEWAY, EXPLAIN);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                SYN 10.0.0.1:49152 > 10.0.0.2:443, mss 1460

                  1  tunnel  decides      mtu 1400 - 40 = 1360: clamped 1460 -> 1360

                clamped: the MSS was lowered
                mss 1460 -> 1360
                """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void checksAFileWhosePathHasASpace() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("my gateway.yaml"), GATEWAY);

        assertThat(run("", "check", file.toString())).isEqualTo(new Run(0, file + ": ok, 1 rule, 1 queue\n", ""));
    }

    @Test
    void quotesTheConfigurationInUtf8WhateverTheLocale() throws IOException, InterruptedException {
        Run run = run("version: 1\nrules:\n  - name: Zürich\n    mtu: 1400\n", "check", "-");

        assertThat(run.out()).startsWith("<stdin>:3:11: rules[0].name: \"Zürich\" is not a rule name");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(78);
    }

    @Test
    void endsWithTheDocumentedExitCodes() throws IOException, InterruptedException {
        assertThat(run("version: 1\n", "check", "-", "--strict").exitCode()).isEqualTo(1);
        assertThat(run("", "check", "-", "--strct").exitCode()).isEqualTo(64);
        assertThat(run("", "check", "/no/such/file").exitCode()).isEqualTo(66);
        assertThat(run("", "check", directory.toString()).exitCode()).isEqualTo(66);
        assertThat(run("nonsense", "check", "-").exitCode()).isEqualTo(78);
    }

    @Test
    void saysHowToGetMoreMemory() throws IOException, InterruptedException {
        String rules = "version: 1\nrules:\n" + "  - mtu: 1400\n".repeat(400_000);

        Run run = Layout.run(
                List.of(launcher.toString(), "check", "-"), rules, Map.of("MSSCLAMP_JAVA_OPTS", "-Xms16m -Xmx16m"));

        assertThat(run)
                .isEqualTo(new Run(71, "", "mssclamp: not enough memory; give more by -Xmx in MSSCLAMP_JAVA_OPTS\n"));
    }

    @Test
    void tellsTheVersionOfTheBuild() throws IOException, InterruptedException {
        Run run = run("", "--version");

        assertThat(run.out()).matches("mssclamp [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void colorsOnATerminalUnlessForbidden() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), GATEWAY);
        String check = "'" + launcher + "' check '" + file + "'";

        assertThat(onTerminal(check, Map.of()).out()).contains("\u001B[32mok\u001B[0m");
        assertThat(onTerminal(check, Map.of("NO_COLOR", "1")).out())
                .contains("ok, 1 rule")
                .doesNotContain("\u001B[3");
        assertThat(onTerminal(check + " --no-color", Map.of()).out())
                .contains("ok, 1 rule")
                .doesNotContain("\u001B[3");
    }

    /** Runs a command on a terminal that script(1) makes. */
    private static Run onTerminal(String command, Map<String, String> environment)
            throws IOException, InterruptedException {
        return Layout.run(List.of("script", "-qec", command, "/dev/null"), "", environment);
    }

    private static String bench() throws IOException {
        Path capture = directory.resolve("x.pcap");
        Files.write(
                capture,
                PcapOctets.of(RAW).packet(SynBuilder.ipv4().mss(1460).build()).build());
        Path rules = Files.writeString(directory.resolve("bench.yaml"), GATEWAY);
        return "bench '" + capture + "' -c '" + rules + "'";
    }

    @Test
    void endsABenchmarkOnControlCWithWhatWasMeasured() throws IOException, InterruptedException {
        endsABenchmarkWithWhatWasMeasured(130, (terminal, keyboard) -> {
            keyboard.write(CONTROL_C);
            keyboard.flush();
        });
    }

    @Test
    void endsABenchmarkOnSigtermWithWhatWasMeasured() throws IOException, InterruptedException {
        endsABenchmarkWithWhatWasMeasured(
                143,
                (terminal, keyboard) -> terminal.descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("/java"))
                        .forEach(ProcessHandle::destroy));
    }

    private interface End {
        void come(Process terminal, OutputStream keyboard) throws IOException;
    }

    private static void endsABenchmarkWithWhatWasMeasured(int exitCode, End end)
            throws IOException, InterruptedException {
        // A test run in the background may have been started with SIGINT ignored, and a JVM leaves it so.
        String command = "env --default-signal=INT '" + launcher + "' " + bench() + " --no-color --seconds 2000";
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TERM", "xterm");
        Process terminal = builder.start();
        try (InputStream screen = terminal.getInputStream();
                OutputStream keyboard = terminal.getOutputStream()) {
            String progress = readUntil("round 2, after ", screen);
            assertThat(progress).contains("warming up");
            end.come(terminal, keyboard);

            String output = new String(screen.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output)
                    .contains("x.pcap: 1 packet, among them 1 SYN")
                    .contains(" ns of processor time a packet (")
                    .contains(" ms, ")
                    .contains("; interrupted");
            assertThat(terminal.waitFor()).isEqualTo(exitCode);
        } finally {
            terminal.destroy();
        }
    }

    /** What a process prints up to a text, or to its end. */
    private static String readUntil(String text, InputStream output) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int octet = output.read(); octet >= 0 && read.indexOf(text) < 0; octet = output.read()) {
            read.append((char) octet);
        }
        return read.toString();
    }

    @Test
    void saysWhatToInstallToReadCaptures() throws IOException, InterruptedException {
        Run run = Layout.run(
                List.of("sh", "-c", "'" + launcher + "' " + bench()),
                "",
                Map.of("MSSCLAMP_JAVA_OPTS", "-Dorg.pcap4j.core.pcapLibName=/no/such/libpcap.so"));

        assertThat(run)
                .isEqualTo(new Run(
                        71, "", "cannot load libpcap, which reads captures; install it: apt-get install libpcap0.8\n"));
    }

    @Test
    void saysNothingButTheResultOfABenchmark() throws IOException, InterruptedException {
        Run run = Layout.run(List.of("sh", "-c", "'" + launcher + "' " + bench() + " --rounds 1"), "", Map.of());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith(directory + "/x.pcap: 1 packet");
        assertThat(run.exitCode()).isZero();
    }
}
