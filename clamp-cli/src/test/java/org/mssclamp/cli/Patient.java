// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.Lab;

/**
 * A gateway in good health, for tests to break: it forwards, rules of {@code mssclamp rules generate} feed queue 0, a net
 * is behind, and a daemon has the queue.
 */
final class Patient implements AutoCloseable {
    private static final String SYSTEMCTL = """
            #!/bin/sh
            echo "$@" >>"${0%/*}/systemctl.log"
            """;

    private final Lab lab = new Lab();
    private final Layout layout;
    private final Path programs;
    private final Path config;
    private final String prologue;
    private DaemonProcess daemon;

    /**
     * Made anew.
     *
     * @param clinic whose command is tested
     * @param directory for its files
     */
    Patient(Clinic clinic, Path directory) throws IOException {
        layout = clinic.layout();
        programs = Files.createDirectory(directory.resolve("programs"));
        program("systemctl", SYSTEMCTL);
        config = Files.writeString(directory.resolve("mssclamp.yaml"), Clinic.CONFIGURATION);
        prologue = "set -e; PATH='" + programs + "':'" + layout.directory().resolve("bin") + "':$PATH; config='"
                + config + "'; export JAVA_HOME='" + System.getProperty("java.home") + "'\n";
        lab.gateway().feed(clinic.rules(), "sh", "-e");
        daemon = another();
    }

    /** A script that is found before the program of the system. */
    void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Lab lab() {
        return lab;
    }

    DaemonProcess daemon() {
        return daemon;
    }

    void startAnother() {
        daemon = another();
    }

    private DaemonProcess another() {
        String launcher = layout.program("mssclampd").toString();
        return DaemonProcess.servingBy(
                lab.gateway(),
                List.of("env", "JAVA_HOME=" + System.getProperty("java.home"), launcher),
                "-c",
                config.toString());
    }

    /** Pastes a command into a shell, and does what that asks of systemd. */
    void paste(String command) throws IOException {
        lab.gateway().run("sh", "-ec", prologue + command);
        Path log = programs.resolve("systemctl.log");
        if (Files.exists(log)) {
            assertThat(Files.readString(log)).isEqualTo("restart mssclampd\n");
            Files.delete(log);
            daemon.close();
            startAnother();
        }
    }

    /** What the tables contain that filter packets. */
    String filters() {
        return run("iptables-save -t filter | sed '/^#/d'; ip6tables-save -t filter | sed '/^#/d'"
                + "; nft -t list ruleset 2>/dev/null | sed -n '/^table inet other/,/^}/p'");
    }

    /** What a shell on it prints; {@code $config} is the configuration. Throws if a command fails. */
    String run(String script) {
        return lab.gateway().run("bash", "-c", prologue + script);
    }

    /** What the doctor finds. */
    Symptoms examine() throws IOException {
        return examineBy("mssclamp doctor");
    }

    /** What it finds that is started so; the options behind are added. */
    Symptoms examineBy(String doctor) throws IOException {
        String json = run(doctor + " --json -c $config || [ $? = 1 ]");
        Schema.of("doctor").assertValid(json);
        return Symptoms.read(json);
    }

    @Override
    public void close() {
        daemon.close();
        lab.close();
    }
}
