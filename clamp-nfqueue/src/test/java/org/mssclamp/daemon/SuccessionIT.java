// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.NetlinkDescriptor;
import org.mssclamp.kernel.SynTraffic;

/** What becomes of queues and SYNs when one daemon follows another, and when a reload changes the queues. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SuccessionIT {
    private static final int MSS = 1300;
    private static final int RESTARTS = 5;
    private static final int SYNS_AT_ONCE = 10;
    private static final long PAUSE_NANOS = 5_000_000;

    private static final String RULES = "rules: [{ name: all, set-mss: { ipv4: %1$d, ipv6: %1$d } }]\n".formatted(MSS);
    /** Room for what comes in half a minute. */
    private static final String HOLD = "queues: [{ number: 0, on-failure: hold, max-length: 65536 }]\n";

    private final Lab lab = new Lab();
    private final Path directory;
    private final Path config;
    private SynTraffic traffic = new SynTraffic(lab);

    SuccessionIT(@TempDir Path directory) {
        this.directory = directory;
        config = directory.resolve("mssclamp.yaml");
    }

    @BeforeEach
    void startAfresh() throws IOException {
        traffic.close();
        traffic = new SynTraffic(lab);
        // Without bypass: a SYN for which there is no queue is lost.
        feed(0);
        configure(HOLD);
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        lab.close();
    }

    private void feed(int queue) {
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num " + queue);
    }

    private void feedWithBypass(int queue) {
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-bypass --queue-num " + queue);
    }

    private void configure(String queues) throws IOException {
        Path written = Files.writeString(config.resolveSibling("written.yaml"), "version: 1\n" + queues + RULES);
        Files.move(written, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private SmallSupervisor supervisor() {
        return new SmallSupervisor(lab.gateway(), directory, "-c", config.toString());
    }

    private DaemonProcess serving() {
        return DaemonProcess.serving(lab.gateway(), "-c", config.toString());
    }

    /** Something that happens while SYNs come. */
    private interface Happening {
        void happen() throws IOException;
    }

    /** Sends SYNs until it has happened, and then until one arrives. */
    private void inTraffic(Happening happening) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            happening.happen();
            return null;
        });
        new Thread(task, "happening").start();
        while (!task.isDone()) {
            traffic.send(SYNS_AT_ONCE);
            traffic.takeArrived();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertAllClamped() {
        for (int number = 1; number <= traffic.sent(); number++) {
            assertThat(traffic.mss(number)).as("SYN %d", number).isEqualTo(MSS);
        }
    }

    private void assertNoneLost() {
        for (int number = 1; number <= traffic.sent(); number++) {
            assertThat(traffic.mss(number)).as("SYN %d", number).isIn(MSS, SynTraffic.MSS);
        }
    }

    /** Numbers of the queues that are bound. */
    private List<Integer> queues() {
        return lab
                .gateway()
                .call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue")))
                .stream()
                .map(line -> Integer.valueOf(line.strip().split("\\s+", 2)[0]))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void losesNothingAndLeavesNothingUnclampedOverRestarts(String signal) {
        try (SmallSupervisor supervisor = supervisor()) {
            assertThat(supervisor.kept()).containsExactly("queue-0");
            inTraffic(() -> {
                for (int i = 0; i < RESTARTS; i++) {
                    supervisor.restartBy(signal);
                }
            });
            assertAllClamped();
            System.out.printf("%d SYNs over %d restarts by %s%n", traffic.sent(), RESTARTS, signal);
            supervisor.signal("TERM");
            assertThat(supervisor.exitCode()).isZero();
            assertThat(supervisor.output())
                    .doesNotContain(" missed ")
                    .doesNotContain(" refused ")
                    .doesNotContain("WARN");
            assertThat(queues()).as("for the next one").containsExactly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 25, 40})
    void answersWhatItsPredecessorHadReceivedWhenItDied(int received) {
        try (SmallSupervisor supervisor = supervisor()) {
            supervisor.signal("KILL");
            supervisor.exitCode();
            traffic.send(40);
            NetlinkDescriptor socket = new NetlinkDescriptor(supervisor.descriptor("queue-0"));
            for (int i = 0; i < received; i++) {
                socket.receive();
            }
            supervisor.start();
            traffic.send(10);
            assertAllClamped();
            supervisor.signal("INT");
            supervisor.exitCode();
            assertThat(supervisor.output()).contains(" 50 clamped ").doesNotContain(" missed ");
        }
    }

    @Test
    void takesOverAQueueWhoseBufferIsFullWhileMoreComes() throws IOException {
        configure("queues: [{ number: 0, on-failure: hold, receive-buffer: 64KiB }]\n");
        try (SmallSupervisor supervisor = supervisor()) {
            supervisor.signal("KILL");
            supervisor.exitCode();
            traffic.send(1000);
            inTraffic(supervisor::start);
            supervisor.signal("INT");
            assertThat(supervisor.exitCode()).isZero();
            assertNoneLost();
        }
    }

    @Test
    void tellsItsSupervisorHowItIs() throws IOException {
        try (SmallSupervisor supervisor = supervisor()) {
            assertThat(supervisor.messages())
                    .containsExactly(
                            "FDSTORE=1\nFDNAME=queue-0\nFDPOLL=0", "READY=1\nSTATUS=1 queue, 1 rule, generation 1");
            configure("");
            supervisor.signal("HUP");
            supervisor.await("the end of the reload", () -> supervisor.heard("READY=1") == 2);
            supervisor.signal("TERM");
            supervisor.exitCode();
            supervisor.await("the last message", () -> supervisor.heard("STOPPING=1") == 1);
            assertThat(supervisor.messages().subList(2, 6))
                    .satisfiesExactly(
                            text -> assertThat(text).matches("RELOADING=1\nMONOTONIC_USEC=\\d+"),
                            text -> assertThat(text).isEqualTo("FDSTOREREMOVE=1\nFDNAME=queue-0"),
                            text -> assertThat(text).isEqualTo("READY=1\nSTATUS=1 queue, 1 rule, generation 2"),
                            text -> assertThat(text).isEqualTo("STOPPING=1"));
            assertThat(queues()).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindWhenItIsInterrupted() {
        feedWithBypass(0);
        try (SmallSupervisor supervisor = supervisor()) {
            inTraffic(() -> {
                supervisor.signal("INT");
                assertThat(supervisor.exitCode()).isZero();
                supervisor.await("the end of the queue", () -> queues().isEmpty());
            });
            assertNoneLost();
            assertThat(supervisor.kept()).isEmpty();
        }
    }

    @Test
    void losesNothingWhenItStopsAndStartsWithPass() throws IOException {
        feedWithBypass(0);
        configure("");
        inTraffic(() -> {
            for (int i = 0; i < RESTARTS; i++) {
                try (DaemonProcess daemon = serving()) {
                    daemon.stop();
                }
            }
        });
        assertNoneLost();
    }

    @Test
    void warnsThatNobodyWouldHoldAndStopsAsWithPass() {
        feedWithBypass(0);
        try (DaemonProcess daemon = serving()) {
            assertThat(daemon.output()).contains("queue 0 cannot hold packets when this process ends");
            inTraffic(daemon::stop);
        }
        assertNoneLost();
        assertThat(queues()).isEmpty();
    }

    @Test
    void givesUpWhatItInheritsAndIsNotToHave() throws IOException {
        configure("queues: [{ number: 0-1, on-failure: hold }]\n");
        try (SmallSupervisor supervisor = supervisor()) {
            assertThat(supervisor.kept()).containsExactlyInAnyOrder("queue-0", "queue-1");
            supervisor.signal("TERM");
            supervisor.exitCode();
            traffic.send(100);
            feed(1);
            traffic.send(100);
            configure("queues: [{ number: 1, on-failure: pass }]\n");
            supervisor.keep(NetlinkDescriptor.ofSomethingElse(), "queue-5");
            supervisor.start();
            traffic.send(100);
            assertAllClamped();
            supervisor.await("the end of the queue", () -> queues().equals(List.of(1)));
            assertThat(supervisor.kept()).isEmpty();
            assertThat(supervisor.output())
                    .contains("queue 0 was taken over, and is given up: it is not configured")
                    .contains("the supervisor handed over queue-5, which is no socket of a queue; it is closed");
        }
    }

    @Test
    void bindsAQueueWhoseSocketIsKeptThoughItWasLost() throws IOException {
        try (SmallSupervisor supervisor = supervisor()) {
            supervisor.signal("KILL");
            supervisor.exitCode();
            new NetlinkDescriptor(supervisor.descriptor("queue-0")).unbind(0);
            assertThat(queues()).isEmpty();
            supervisor.start();
            traffic.send(100);
            assertAllClamped();
        }
    }

    @Test
    void losesNothingWhileReloadsAddAndRemoveAndChangeQueues() throws IOException {
        configure("queues: [{ number: 0 }]\n");
        try (DaemonProcess daemon = serving()) {
            inTraffic(() -> {
                reload(daemon, 1, "queues: [{ number: 0-1, mark: 0x1/0x1 }]\n", "queues bound: 1; queues changed: 0");
                feed(1);
                reload(daemon, 2, "queues: [{ number: 1-2, max-length: 4096 }]\n", "queues given up: 0");
                reload(daemon, 3, "queues: [{ number: 1, on-failure: drop, busy-poll: 1ms }]\n", "queues changed: 1");
                reload(daemon, 4, "queues: [{ number: 0-1, receive-buffer: 16MiB }]\n", "queues bound: 0");
                feed(0);
                reload(daemon, 5, "queues: [{ number: 0, receive-buffer: 16MiB }]\n", "queues given up: 1");
                reload(daemon, 6, "queues: [{ number: 0, receive-buffer: 16MiB }]\n", "nothing changed");
            });
            assertAllClamped();
            assertThat(queues()).containsExactly(0);
            assertThat(daemon.stop()).doesNotContain(" missed ").doesNotContain(" refused ");
        }
    }

    private void reload(DaemonProcess daemon, int count, String queues, String expected) throws IOException {
        configure(queues);
        daemon.signal("HUP");
        daemon.awaitLines("reloaded: ", count);
        assertThat(daemon.output()).contains(expected);
    }

    @Test
    void changesNothingWhenAReloadAsksForAQueueThatAnotherHas() throws IOException {
        configure("queues: [{ number: 7 }]\n");
        try (DaemonProcess other = serving()) {
            configure(HOLD);
            try (SmallSupervisor supervisor = supervisor()) {
                inTraffic(() -> {
                    configure("queues: [{ number: 0, on-failure: drop }, { number: 6-7 }]\n");
                    supervisor.signal("HUP");
                    supervisor.await("the refusal", () -> supervisor.heard("READY=1") == 2);
                });
                assertThat(supervisor.output())
                        .contains("reload refused, generation 1 stays in force: cannot bind queue 7: another process");
                assertAllClamped();
                assertThat(queues()).containsExactly(0, 7);
                assertThat(supervisor.kept()).containsExactly("queue-0");
                assertThat(NetlinkDescriptor.count(supervisor.pid()))
                        .as("the queue's, one for its paths, two to follow links and routes")
                        .isEqualTo(4);
                other.stop();
                supervisor.signal("HUP");
                supervisor.await("the reload", () -> supervisor.heard("READY=1") == 3);
                assertThat(queues()).containsExactly(0, 6, 7);
                assertThat(supervisor.kept()).isEmpty();
            }
        }
    }

    @Test
    void leavesAnInheritedQueueToTheNextOneWhenItCannotStart() throws IOException {
        configure("queues: [{ number: 7 }]\n");
        try (DaemonProcess other = serving()) {
            configure(HOLD);
            try (SmallSupervisor supervisor = supervisor()) {
                configure("queues: [{ number: 0, on-failure: hold }, { number: 7 }]\n");
                supervisor.signal("TERM");
                supervisor.exitCode();
                traffic.send(100);
                supervisor.startInVain();
                assertThat(supervisor.exitCode()).isEqualTo(ExitCode.SYSTEM.code());
                assertThat(queues()).containsExactly(0, 7);
                traffic.send(100);
                other.stop();
                supervisor.start();
                assertAllClamped();
            }
        }
    }
}
