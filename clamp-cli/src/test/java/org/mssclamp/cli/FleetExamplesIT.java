// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;

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
                        "ANSIBLE_REMOTE_TMP", directory.resolve("remote").toString()));
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
