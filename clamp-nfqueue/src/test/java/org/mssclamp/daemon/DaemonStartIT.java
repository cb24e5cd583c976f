// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;

/** How the daemon starts, or why it does not: exit codes and messages. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class DaemonStartIT {
    private static final Path BAD_FILES = Path.of("../clamp-core/src/test/resources/config/bad");

    /** A queue is bound for longer, if only until its process ends. */
    private static final long WATCH_NANOS = 1_000_000;

    private final Namespace namespace = Namespace.create("start");
    private final Path directory;
    private final String good;

    DaemonStartIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        good = Files.writeString(directory.resolve("good.yaml"), "version: 1\nrules: [{ mtu: 1400 }]\n")
                .toString();
    }

    @AfterAll
    void takeDown() {
        namespace.close();
    }

    private void assertEnds(DaemonProcess daemon, ExitCode code, String... parts) {
        try (daemon) {
            assertThat(daemon.exitCode()).as(daemon.output()).isEqualTo(code.code());
            assertThat(daemon.output()).contains(parts);
        }
    }

    private DaemonProcess start(String... arguments) {
        return DaemonProcess.start(namespace, arguments);
    }

    @Test
    void refusesEveryBadFileAndBindsNothing() throws IOException {
        List<Path> files;
        try (var all = Files.list(BAD_FILES.toRealPath())) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(30);
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean bound = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        Thread watcher = namespace.start(() -> {
            while (!done.get()) {
                bound.compareAndSet(false, !queues().isEmpty());
                looks.incrementAndGet();
                LockSupport.parkNanos(WATCH_NANOS);
            }
        });
        try {
            files.parallelStream().forEach(this::assertRefused);
            assertThat(looks).as("looks at the queues").hasPositiveValue();
            assertThat(bound).as("a queue was bound").isFalse();
            assertSeesABoundQueue(bound);
        } finally {
            done.set(true);
            join(watcher);
        }
    }

    /** So that "nothing is bound" says something. */
    private void assertSeesABoundQueue(AtomicBoolean bound) {
        try (DaemonProcess daemon = DaemonProcess.serving(namespace, "-c", good)) {
            while (!bound.get()) {
                LockSupport.parkNanos(WATCH_NANOS);
            }
            daemon.stop();
        }
    }

    private static void join(Thread watcher) {
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertRefused(Path file) {
        try (DaemonProcess daemon = start("-c", file.toString())) {
            assertThat(daemon.exitCode()).as("%s: %s", file, daemon.output()).isEqualTo(ExitCode.CONFIG.code());
            String expected = Files.readString(Path.of(file.toString().replace(".yaml", ".txt")));
            assertThat(expected.lines())
                    .allSatisfy(line -> assertThat(daemon.output())
                            .contains(line.replace(file.getFileName() + ":", file + ":")
                                    .stripTrailing()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Queues that are bound, seen from a thread that is in the namespace. */
    private static String queues() {
        try {
            return Files.readString(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertEnds(start("--chek"), ExitCode.USAGE, "unknown argument: --chek", "usage: mssclampd");
        assertEnds(start("-c", directory + "/none.yaml"), ExitCode.NO_INPUT, "/none.yaml", "no such file");
    }

    @Test
    void checksWithoutStarting() throws IOException {
        assertEnds(start("--check", "-c", good), ExitCode.OK, good + ": ok");
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "version: 1\nrules: [{ set-mss: 70000 }]\n");
        assertEnds(start("--check", "-c", bad.toString()), ExitCode.CONFIG, bad + ":2:20: ");
    }

    @Test
    void namesItsVersion() {
        assertEnds(start("--version"), ExitCode.OK, "mssclampd ");
    }

    @Test
    void saysThatAProcessorIsNotThere() throws IOException {
        Path config = Files.writeString(
                directory.resolve("cpus.yaml"), "version: 1\nqueues: [{ number: 3, cpus: 1023 }]\nrules: []\n");
        assertEnds(
                start("-c", config.toString()),
                ExitCode.CONFIG,
                "queue 3 is to run on processor 1023",
                "may run on {",
                "change cpus");
    }

    @Test
    void saysThatAnotherHasTheQueue() {
        try (DaemonProcess first = DaemonProcess.serving(namespace, "-c", good)) {
            assertEnds(start("-c", good), ExitCode.SYSTEM, "cannot bind queue 0: another process has it");
            first.stop();
        }
    }

    @Test
    void saysThatThePrivilegeIsMissing() {
        List<String> unprivileged = List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin");
        assertEnds(
                DaemonProcess.startBy(namespace, unprivileged, "-c", good),
                ExitCode.NO_PERMISSION,
                "cannot bind queue 0: CAP_NET_ADMIN is missing");
    }

    @Test
    void saysThatItMayNotReadTheFile() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.yaml"), "version: 1\n");
        Files.setAttribute(secret, "unix:mode", 0600);
        Files.setAttribute(secret, "unix:uid", 12345);
        List<String> withoutOverride = List.of("setpriv", "--bounding-set=-all,+net_admin", "--inh-caps=-all");
        assertEnds(
                DaemonProcess.startBy(namespace, withoutOverride, "-c", secret.toString()),
                ExitCode.NO_INPUT,
                secret + ": cannot read the configuration: permission denied to user root; let that user read it");
    }

    @Test
    void refusesAFileThatAnyoneMayChange() throws IOException {
        Path open = Files.writeString(directory.resolve("open.yaml"), "version: 1\n");
        Files.setAttribute(open, "unix:mode", 0666);
        for (String task : List.of("--check", "--observe")) {
            assertEnds(
                    start(task, "-c", open.toString()),
                    ExitCode.CONFIG,
                    open + ": anyone may change it (mode 0666); mend it by: chmod o-w " + open);
        }
    }

    @Test
    void logsForTheJournalIfThatReadsIt() throws IOException {
        assertThat(logOf("%s:%s")).startsWith("<6>ready: 1 queue, 1 rule").doesNotContain("\n2");
        assertThat(logOf("%s:9%s")).as("the stream is another").doesNotContain("<6>");
    }

    /** What it logs to a file whose device and inode are put into JOURNAL_STREAM so. */
    private String logOf(String stream) throws IOException {
        Path log = Files.createFile(directory.resolve("log" + stream.length()));
        String value = stream.formatted(Files.getAttribute(log, "unix:dev"), Files.getAttribute(log, "unix:ino"));
        List<String> starter = List.of("env", "JOURNAL_STREAM=" + value, "sh", "-c", "exec \"$@\" 2>" + log, "sh");
        try (DaemonProcess daemon = DaemonProcess.startBy(namespace, starter, "-c", good)) {
            while (!Files.readString(log).contains("ready: ")) {
                assertThat(daemon.isAlive()).as(daemon.output()).isTrue();
                Thread.onSpinWait();
            }
            daemon.stop();
        }
        return Files.readString(log);
    }
}
