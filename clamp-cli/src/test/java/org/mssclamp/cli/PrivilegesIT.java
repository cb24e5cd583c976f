// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon of the layout may do while it serves, in a network namespace that lives as long as it does. */
@Timeout(120)
class PrivilegesIT {
    private static final String ONLY_NET_ADMIN = "0000000000001000";
    private static final String NOBODY = "65534";

    private static final List<String> AS_NOBODY = List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=-all,+net_admin",
            "--ambient-caps=-all,+net_admin");

    /** With an empty /run, that nobody else sees. */
    private static final List<String> WITH_OWN_RUN =
            List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o mode=755 none /run && exec \"$@\"", "sh");

    private List<String> options = List.of("--socket", "off");
    private final StringBuilder said = new StringBuilder();
    private final Path config;
    private final Layout layout;
    private final List<Process> processes = new ArrayList<>();

    PrivilegesIT(@TempDir Path directory) throws IOException {
        open(directory);
        config = Files.writeString(directory.resolve("mssclamp.yaml"), "version: 1\nrules: [{ mtu: 1400 }]\n");
        layout = Layout.copyTo(Files.createDirectory(directory.resolve("mssclamp")));
    }

    /** For other users, too. */
    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @BeforeEach
    void needsRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts the daemon by a command that starts another, and waits until it serves. */
    private Process serving(String... starter) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "--net", "env", "--default-signal=TERM"));
        command.addAll(List.of(starter));
        command.addAll(List.of(layout.program("mssclampd").toString(), "-c", config.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        processes.add(process);
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("ready: ")) {
                return process;
            }
        }
        throw new AssertionError(said);
    }

    /** The values of a line in the status of every thread. */
    private static List<String> ofEveryThread(Process process, String key) throws IOException {
        List<String> values = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                Files.readAllLines(thread.resolve("status")).stream()
                        .filter(line -> line.startsWith(key + ":"))
                        .forEach(line ->
                                values.add(line.substring(key.length() + 1).strip()));
            }
        }
        return values;
    }

    private void stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor()).as(said.toString()).isZero();
    }

    @Test
    void servesAsRootWithOneCapability() throws IOException, InterruptedException {
        Process daemon = serving();
        for (String set : List.of("CapEff", "CapPrm", "CapBnd")) {
            assertThat(ofEveryThread(daemon, set)).as(set).hasSizeGreaterThan(3).containsOnly(ONLY_NET_ADMIN);
        }
        assertThat(ofEveryThread(daemon, "NoNewPrivs")).containsOnly("1");
        assertThat(said.toString()).doesNotContain("privileges");
        stop(daemon);
    }

    @Test
    void servesAsAnotherUserWithThatCapability() throws IOException, InterruptedException {
        Process daemon = serving(AS_NOBODY.toArray(String[]::new));
        assertThat(ofEveryThread(daemon, "CapEff")).containsOnly(ONLY_NET_ADMIN);
        assertThat(ofEveryThread(daemon, "Uid"))
                .allSatisfy(ids -> assertThat(ids).startsWith(NOBODY));
        assertThat(said.toString()).doesNotContain("privileges");
        stop(daemon);
    }

    @Test
    void takesNothingAwayWhereNothingElseIsLeft() throws IOException, InterruptedException {
        Path refusing = Files.createDirectory(config.resolveSibling("refusing"));
        Path setpriv = Files.writeString(refusing.resolve("setpriv"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(setpriv, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process daemon = serving(
                "setpriv",
                "--bounding-set=-all,+net_admin",
                "--inh-caps=-all,+net_admin",
                "env",
                "PATH=" + refusing + ":" + System.getenv("PATH"));
        assertThat(ofEveryThread(daemon, "CapEff")).containsOnly(ONLY_NET_ADMIN);
        assertThat(said.toString()).doesNotContain("privileges");
        stop(daemon);
    }

    @Test
    void goesOnWithoutAControlSocketWhereItMayMakeNone() throws IOException, InterruptedException {
        options = List.of();
        Process daemon =
                serving(Stream.concat(WITH_OWN_RUN.stream(), AS_NOBODY.stream()).toArray(String[]::new));
        assertThat(said.toString().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains(
                        "control socket /run/mssclamp/control.sock: cannot be made for user nobody: permission denied",
                        "going on without");
        stop(daemon);
    }

    @Test
    void goesOnAsRootIfItCouldNotReadTheConfigurationOtherwise() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Files.setAttribute(config, "unix:uid", Integer.parseInt(NOBODY));
        Process daemon = serving();
        assertThat(said.toString().lines().filter(line -> line.contains("privileges")))
                .singleElement()
                .asString()
                .startsWith("mssclampd: goes on with all privileges of root")
                .contains(config.toString(), "Permission denied");
        assertThat(said.toString()).contains("WARN").contains("belongs to user " + NOBODY);
        assertThat(ofEveryThread(daemon, "CapEff")).doesNotContain(ONLY_NET_ADMIN);
        stop(daemon);
    }
}
