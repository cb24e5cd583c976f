// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.metrics.Promtool;

/** The examples for other programs do with these what they say. */
@ExtendWith(KernelTests.class)
@Timeout(180)
class FleetExamplesIT {
    private static final Path CONFIG = Path.of("../config").toAbsolutePath().normalize();
    private static final Path COMMAND = Path.of("target/mssclamp/bin/mssclamp").toAbsolutePath();

    private final Path directory;

    FleetExamplesIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private Run run(String... command) throws IOException, InterruptedException {
        KernelTests.require(command[0]);
        return Layout.run(
                List.of(command),
                "",
                Map.of(
                        "LC_ALL", "C.UTF-8",
                        "HOME", directory.toString(),
                        "ANSIBLE_REMOTE_TMP", directory.resolve("remote").toString(),
                        "PATH", COMMAND.getParent() + ":" + System.getenv("PATH"),
                        "MSSCLAMP_SOCKET", directory.resolve("control.sock").toString()));
    }

    @Test
    void ansibleTakesThePlaybook() throws IOException, InterruptedException {
        Path inventory = Files.writeString(directory.resolve("gateways"), "[gateways]\ngw1\n");
        Run run = run(
                "ansible-playbook",
                "--syntax-check",
                "-i",
                inventory + "",
                CONFIG.resolve("ansible/playbook.yml") + "");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
    }

    /** By the task's own line, with the command of the layout. */
    @Test
    void ansiblePutsAConfigurationInPlaceOnlyIfTheCommandFindsNoError() throws IOException, InterruptedException {
        assertThat(Files.readString(CONFIG.resolve("ansible/playbook.yml"))).contains("validate: mssclamp check %s");
        Path written = directory.resolve("mssclamp.yaml");

        Run good = template(written, "mssclamp_queues=0-1");
        assertThat(good.exitCode()).as(good.out() + good.err()).isZero();
        String text = Files.readString(written);
        assertThat(text).contains("number: 0-1");

        Run bad = template(written, "mssclamp_queues=none");
        assertThat(bad.exitCode()).isNotZero();
        assertThat(bad.out()).contains("queues[0].number");
        assertThat(written).hasContent(text);
    }

    private Run template(Path to, String variable) throws IOException, InterruptedException {
        return run(
                "ansible",
                "localhost",
                "--connection=local",
                "--extra-vars=ansible_python_interpreter=/usr/bin/python3 " + variable,
                "--module-name=template",
                "--args=src='" + CONFIG.resolve("ansible/mssclamp.yaml.j2") + "' dest=" + to + " validate='\"" + COMMAND
                        + "\" check %s'");
    }

    @Test
    void theTextfileIsWholeOrNotThere() throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("mssclamp.yaml"), "version: 1\nrules: []\n");
        String script = CONFIG.resolve("prometheus/textfile/mssclamp-textfile").toString();
        Path collected = Files.createDirectory(directory.resolve("collected"));
        Path file = collected.resolve("mssclamp.prom");
        String socket = directory.resolve("control.sock").toString();
        try (Namespace namespace = Namespace.create("textfile");
                DaemonProcess daemon = DaemonProcess.serving(namespace, "-c", config.toString(), "--socket", socket)) {
            assertThat(run("sh", script, file.toString())).isEqualTo(new Run(0, "", ""));
            assertThat(Files.readString(file))
                    .contains("mssclampd_build_info{", "mssclampd_queue_bound{queue=\"0\"} 1.0")
                    .doesNotContain("process_");
            Promtool.assertSatisfied(directory, Files.readString(file), "check", "metrics");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r--r--");
            daemon.stop();
        }
        Run failed = run("sh", script, file.toString());
        assertThat(failed.exitCode()).as(failed.err()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(collected).isEmptyDirectory();
    }

    @Test
    void keepalivedTakesTheExample() throws IOException {
        KernelTests.require("keepalived");
        Path script = Files.copy(
                CONFIG.resolve("keepalived/check-mssclampd"),
                directory.resolve("check-mssclampd"),
                StandardCopyOption.COPY_ATTRIBUTES);
        // Its user and our group are those of packages that need not be here.
        String example = Files.readString(CONFIG.resolve("keepalived/keepalived.conf"))
                .replace("script_user keepalived_script mssclamp ", "script_user root root ")
                .replace("/etc/keepalived/check-mssclampd", script.toString());
        try (Namespace namespace = Namespace.create("fleet")) {
            namespace.ip("link add eth0 type veth peer name eth1");

            assertThat(keepalivedSays(namespace, example)).isEmpty();
            assertThatThrownBy(() -> keepalivedSays(namespace, example.replace("init_fail", "begin_fail")))
                    .hasMessageContaining("Unknown keyword 'begin_fail'");
            assertThatThrownBy(() -> keepalivedSays(namespace, example.replace(script.toString(), script + ".gone")))
                    .hasMessageContaining("script mssclampd since not found");
        }
    }

    /** Throws with it if keepalived finds an error. */
    private String keepalivedSays(Namespace namespace, String configuration) throws IOException {
        Path file = Files.writeString(directory.resolve("keepalived.conf"), configuration);
        // By that signal version 2.2.7 ends itself where it looks whether scripts are safe.
        return namespace.run("env", "--ignore-signal=TERM", "keepalived", "--config-test", "-f", file.toString());
    }

    @Test
    void keepalivedIsToldHowTheDaemonIs() throws IOException, InterruptedException {
        KernelTests.require("socat");
        Path socket = directory.resolve("control.sock");
        Path config = Files.writeString(directory.resolve("mssclamp.yaml"), "version: 1\nrules: []\n");
        String script = CONFIG.resolve("keepalived/check-mssclampd").toString();
        try (Namespace namespace = Namespace.create("fleet");
                DaemonProcess daemon =
                        DaemonProcess.serving(namespace, "-c", config.toString(), "--socket", socket.toString())) {
            assertThat(run("sh", script, socket.toString())).isEqualTo(new Run(0, "", ""));
            daemon.stop();
        }
        assertThat(run("sh", script, socket.toString())).isEqualTo(new Run(1, "", ""));
    }
}
