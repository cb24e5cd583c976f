// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;

/** A running daemon, asked by a raw socket as socat does it, and by the command of the layout. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ControlIT {
    private static final String GROUP = "daemon";
    private static final String NOBODY = "65534";
    private static final String ALL = "{ name: all, set-mss: { ipv4: 1300, ipv6: 1300 } }";
    private static final String ONE_RULE = "version: 1\nrules: [" + ALL + "]\n";
    private static final String TWO_RULES =
            "version: 1\nrules: [{ name: web, match: { dport: 80 }, mtu: 1340 }, " + ALL + "]\n";
    private static final String BAD = "version: 1\nrules: [{ name: all, set-mss: 70000 }]\n";

    private final Lab lab = new Lab();
    private final Layout layout;
    private final Path config;
    private final Path run;
    private final Path socket;

    ControlIT(@TempDir Path directory) throws IOException {
        open(directory);
        config = directory.resolve("mssclamp.yaml");
        run = directory.resolve("run");
        socket = run.resolve("control.sock");
        layout = Layout.copyTo(Files.createDirectory(directory.resolve("mssclamp")));
    }

    /** For other users, too. */
    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @BeforeEach
    void startAfresh() throws IOException {
        Files.deleteIfExists(socket);
        lab.firewall().replace("-A FORWARD -p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 0 --queue-bypass");
        configure(ONE_RULE);
    }

    @AfterAll
    void takeDown() {
        lab.close();
    }

    private void configure(String text) throws IOException {
        Path written =
                Files.writeString(config.resolveSibling("written.yaml"), text + "control: { group: " + GROUP + " }\n");
        Files.move(written, config, StandardCopyOption.REPLACE_EXISTING);
    }

    private DaemonProcess serving() {
        return DaemonProcess.serving(lab.gateway(), arguments());
    }

    private String[] arguments() {
        return new String[] {"-c", config.toString(), "--socket", socket.toString()};
    }

    /** As {@code echo TEXT | socat - UNIX:control.sock} does it. */
    private String ask(String text) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(client, text + "\n");
            return read(client);
        }
    }

    /** One client too many is told so before it has said anything. */
    private static void write(SocketChannel client, String text) {
        try {
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException closed) {
            // What the daemon said is yet to be read.
        }
    }

    private static String read(SocketChannel client) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1 << 20);
        while (client.read(answer) >= 0) {}
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    private Run command(String... words) throws IOException, InterruptedException {
        return commandBy(List.of(), words);
    }

    /** Runs the command of the layout, by one that starts another. */
    private Run commandBy(List<String> starter, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(starter);
        all.add(layout.program("mssclamp").toString());
        all.addAll(List.of(words));
        all.addAll(List.of("--socket", socket.toString()));
        return Layout.run(all, "", Map.of());
    }

    @Test
    void tellsItsStatusToSocatAndToTheCommand() throws IOException, InterruptedException {
        try (DaemonProcess daemon = serving();
                SynTraffic traffic = new SynTraffic(lab)) {
            traffic.send(20);
            assertThat(traffic.lastMss()).isEqualTo(1300);
            assertThat(ask("status"))
                    .startsWith("mssclampd ")
                    .contains("1 queue, 1 rule\n", config.toString(), "bound", "clamped")
                    .isNotEqualTo(ask("status json"));
            Run status = command("status");
            assertThat(status.err()).isEmpty();
            assertThat(status.exitCode()).isZero();
            assertThat(status.out()).contains("last reload    none\n").containsPattern("clamped +20 ");
            Run json = command("status", "--json");
            Schema.of("status").assertValid(json.out());
            assertThat(json.out()).contains("\"received\":20,").containsPattern("\"sha256\":\"[0-9a-f]{64}\"");
            daemon.stop();
        }
    }

    @Test
    void isHealthyWhileItHasItsQueues() throws IOException, InterruptedException {
        try (DaemonProcess daemon = serving()) {
            assertThat(ask("health")).isEqualTo("ok\n");
            assertThat(command("health")).isEqualTo(new Run(0, "ok\n", ""));
            Run json = command("health", "--json");
            Schema.of("health").assertValid(json.out());
            assertThat(json.exitCode()).isZero();
            daemon.freeze();
            assertThat(command("health").exitCode()).as("a daemon that hangs").isEqualTo(69);
            daemon.signal("CONT");
            daemon.stop();
        }
        assertThat(Files.exists(socket)).isFalse();
        assertThat(command("health"))
                .isEqualTo(new Run(
                        69,
                        "",
                        "mssclamp: no daemon can be reached: there is no socket " + socket
                                + "\nhint: start mssclampd, or say by --socket where it listens\n"));
    }

    @Test
    void reloadsAndSaysWhatChanged() throws IOException, InterruptedException {
        try (DaemonProcess daemon = serving()) {
            configure(TWO_RULES);
            assertThat(command("reload", "--dry-run"))
                    .isEqualTo(new Run(0, "would be accepted: rules added: web\n", ""));
            assertThat(ask("status")).contains("generation     1 since");
            assertThat(command("reload")).isEqualTo(new Run(0, "reloaded, generation 2: rules added: web\n", ""));
            assertThat(ask("status")).contains("generation     2 since", ": rules added: web\n", "1 queue, 2 rules\n");
            Run json = command("reload", "--json");
            Schema.of("reload").assertValid(json.out());
            assertThat(json.out()).contains("\"generation\":3,\"outcome\":\"nothing changed\"");
            assertThat(daemon.stop()).contains("reloaded: 1 queue, 2 rules, generation 2; rules added: web");
        }
    }

    @Test
    void refusesABadConfigurationWithEveryProblem() throws IOException, InterruptedException {
        try (DaemonProcess daemon = serving()) {
            configure(BAD);
            for (String[] words : List.of(new String[] {"reload"}, new String[] {"reload", "--dry-run"})) {
                Run run = command(words);
                assertThat(run.exitCode()).isEqualTo(78);
                assertThat(run.out()).isEmpty();
                assertThat(run.err())
                        .contains(config + ":2:31: rules[0].set-mss: 70000 is out of range")
                        .endsWith(
                                "refused, generation 1 stays in force: " + config + ": the configuration has errors\n");
            }
            assertThat(ask("reload")).startsWith("error: 78 " + config + ":2:31: ");
            assertThat(ask("status")).contains("last reload    REFUSED ");
            Run json = command("reload", "--dry-run", "--json");
            Schema.of("reload").assertValid(json.out());
            assertThat(json.exitCode()).isEqualTo(78);
            daemon.stop();
        }
    }

    @Test
    void letsTheGroupReadButNotChange() throws IOException, InterruptedException {
        try (DaemonProcess daemon = serving()) {
            List<String> member = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + GROUP, "--clear-groups");
            List<String> stranger = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
            assertThat(commandBy(member, "health")).isEqualTo(new Run(0, "ok\n", ""));
            assertThat(commandBy(member, "status").exitCode()).isZero();
            for (String[] words : List.of(new String[] {"reload"}, new String[] {"reload", "--dry-run"})) {
                Run run = commandBy(member, words);
                assertThat(run.exitCode()).isEqualTo(77);
                assertThat(run.err()).startsWith("mssclamp: reload is for root and the daemon's user alone");
            }
            Run refused = commandBy(stranger, "status");
            assertThat(refused.exitCode()).isEqualTo(77);
            assertThat(refused.err()).contains("user nobody may not ask the daemon at " + socket, "hint: ");
            assertThat(daemon.stop()).doesNotContain("reloaded");
        }
    }

    @Test
    void printsMetricsOnce() throws IOException, InterruptedException {
        try (DaemonProcess daemon = serving()) {
            Run run = command("metrics");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .startsWith("# HELP ")
                    .contains("\nmssclampd_queue_bound{queue=\"0\"} 1.0\n")
                    .endsWith("\n");
            assertThat(ask("metrics json")).startsWith("error: 64 metrics are in the format of Prometheus");
            daemon.stop();
        }
    }

    @Test
    void doesNotMindManyClientsOrSlowOnes() throws IOException {
        try (DaemonProcess daemon = serving();
                SocketChannel slow = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            slow.write(ByteBuffer.wrap("stat".getBytes(StandardCharsets.UTF_8)));
            assertThat(ask("status " + "x".repeat(2000))).isEqualTo("error: 64 the line is longer than 1024 octets\n");
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(CompletableFuture.supplyAsync(this::health));
            }
            assertThat(answers.stream().map(CompletableFuture::join))
                    .contains("ok\n")
                    .allMatch(answer -> answer.equals("ok\n")
                            || answer.equals("error: 69 8 clients are connected already; try again later\n"));
            assertThat(read(slow)).isEqualTo("error: 64 no line came within 5 seconds\n");
            assertThat(ask("health")).isEqualTo("ok\n");
            daemon.stop();
        }
    }

    @Test
    void clientsThatMayOnlyReadCannotKeepOutRoot() throws IOException {
        try (DaemonProcess daemon = serving()) {
            Process idle = new ProcessBuilder(
                            "setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + GROUP,
                            "--clear-groups",
                            "perl",
                            "-MIO::Socket::UNIX",
                            "-e",
                            "$| = 1; @c = map { IO::Socket::UNIX->new(Peer => $ARGV[0]) } 1 .. 8; print 1; sleep 60",
                            socket.toString())
                    .start();
            try {
                assertThat(idle.getInputStream().read()).isEqualTo('1');
                assertThat(ask("health")).isEqualTo("ok\n");
            } finally {
                idle.destroy();
            }
            daemon.stop();
        }
    }

    private String health() {
        try {
            return ask("health");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takesOverTheSocketOfOneThatWasKilled() throws IOException {
        try (DaemonProcess killed = serving()) {
            killed.signal("KILL");
        }
        assertThat(Files.exists(socket)).isTrue();
        try (DaemonProcess daemon = serving()) {
            assertThat(ask("health")).isEqualTo("ok\n");
            daemon.stop();
        }
        assertThat(Files.exists(socket)).isFalse();
    }

    private void assertRefused(String... parts) {
        try (DaemonProcess daemon = DaemonProcess.start(lab.gateway(), arguments())) {
            assertThat(daemon.exitCode()).as(daemon.output()).isEqualTo(71);
            assertThat(daemon.output().lines()).singleElement().asString().contains(parts);
        }
    }

    @Test
    void doesNotStartWhereAnotherAnswers() throws IOException {
        try (DaemonProcess first = serving()) {
            assertRefused(
                    "control socket " + socket + ": another process answers there, most likely another mssclampd",
                    "or name another path by --socket or control.socket");
            assertThat(ask("health")).isEqualTo("ok\n");
            first.stop();
        }
    }

    @Test
    void doesNotStartOverWhatIsNoSocketOfOurs() throws IOException {
        Files.createDirectories(run);
        Files.writeString(socket, "precious");
        assertRefused("there is a file of that name");
        Files.delete(socket);

        Path target = socket.resolveSibling("elsewhere.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(target));
        }
        Files.createSymbolicLink(socket, target);
        assertRefused("there is a symbolic link of that name");
        assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
        Files.delete(target);
    }

    @Test
    void doesNotStartWhereNoSocketCanBeMade() throws IOException {
        Path file = Files.writeString(config.resolveSibling("file"), "");
        try (DaemonProcess daemon = DaemonProcess.start(
                lab.gateway(),
                "-c",
                config.toString(),
                "--socket",
                file.resolve("control.sock").toString())) {
            assertThat(daemon.exitCode()).as(daemon.output()).isEqualTo(71);
            assertThat(daemon.output()).contains("cannot be made for user root");
        }
    }

    @Test
    void movesWithTheConfiguration() throws IOException {
        Path first = socket.resolveSibling("first.sock");
        Files.writeString(config, ONE_RULE + "control: { socket: " + first + ", group: " + GROUP + " }\n");
        try (DaemonProcess daemon = DaemonProcess.servingAsConfigured(lab.gateway(), "-c", config.toString())) {
            Files.writeString(config, ONE_RULE + "control: { socket: " + socket + ", group: " + GROUP + " }\n");
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(first))) {
                client.write(ByteBuffer.wrap("reload\n".getBytes(StandardCharsets.UTF_8)));
                assertThat(read(client)).isEqualTo("reloaded, generation 2: control socket changed\n");
            }
            assertThat(Files.exists(first)).isFalse();
            assertThat(ask("health")).isEqualTo("ok\n");

            Files.writeString(config, ONE_RULE + "control: { socket: " + config + " }\n");
            assertThat(ask("reload")).startsWith("error: 71 refused, generation 2 stays in force: control socket ");
            assertThat(ask("health")).isEqualTo("ok\n");

            Files.writeString(config, ONE_RULE + "control: { socket: off }\n");
            assertThat(ask("reload")).isEqualTo("reloaded, generation 3: control socket changed\n");
            assertThat(Files.exists(socket)).isFalse();
            daemon.stop();
        }
    }
}
