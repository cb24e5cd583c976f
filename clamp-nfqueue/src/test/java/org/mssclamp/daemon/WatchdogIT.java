// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;

/** Threads of the daemon that stand still: one for good, by a debugger, or all for a while. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class WatchdogIT {
    private static final String PORT = "5005";
    private static final String DEBUGGABLE =
            "JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + PORT;

    private static final int BURST = 50;
    private static final int WARM_UP = 2000;
    private static final int TOO_MANY = 1_000_000;
    /** More than the watchdog waits. */
    private static final long STAND_STILL_SECONDS = 5;

    private static final long BREATH_NANOS = 1_000_000;
    private static final double PATIENCE_SECONDS = 20;

    private final Lab lab = new Lab();
    private final Path directory;
    private final String config;
    private SynTraffic traffic = new SynTraffic(lab);

    WatchdogIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        config = Files.writeString(
                        directory.resolve("mssclamp.yaml"),
                        "version: 1\nrules: [{ set-mss: { ipv4: 1300, ipv6: 1300 } }]\n")
                .toString();
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0 --queue-bypass");
    }

    @BeforeEach
    void countAnew() {
        traffic.close();
        traffic = new SynTraffic(lab);
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        lab.close();
    }

    /** Stands a thread of the daemon still from now on. */
    private void suspend(String thread) {
        VirtualMachine machine = lab.gateway().call(WatchdogIT::attach);
        machine.allThreads().stream()
                .filter(candidate -> candidate.name().equals(thread))
                .forEach(ThreadReference::suspend);
    }

    private static VirtualMachine attach() throws IOException, IllegalConnectorArgumentsException {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Map.of("hostname", "127.0.0.1", "port", PORT)
                .forEach((name, value) ->
                        Objects.requireNonNull(arguments.get(name)).setValue(value));
        return connector.attach(arguments);
    }

    /** Sends until the daemon has ended, and a while more. */
    private double secondsToTheEndInTraffic(DaemonProcess daemon) {
        suspend("queue-0");
        long stuckNs = System.nanoTime();
        while (daemon.isAlive() && traffic.sent() < TOO_MANY) {
            traffic.send(BURST);
            traffic.takeArrived();
            LockSupport.parkNanos(BREATH_NANOS);
        }
        double seconds = (System.nanoTime() - stuckNs) / 1e9;
        traffic.send(BURST);
        return seconds;
    }

    /** Writes until no more can be written. */
    private static void fill(Path pipe) throws IOException, InterruptedException {
        new ProcessBuilder("timeout", "1", "cp", "/dev/zero", pipe.toString())
                .start()
                .waitFor();
    }

    private void warmUp(DaemonProcess daemon) {
        int clamped = 0;
        while (clamped < WARM_UP) {
            traffic.send(BURST);
            clamped += traffic.lastMss() == 1300 ? BURST : 0;
            assertThat(daemon.isAlive()).as(daemon.output()).isTrue();
            LockSupport.parkNanos(BREATH_NANOS);
        }
    }

    private void assertAllArrived() {
        int unclamped = 0;
        for (int number = 1; number <= traffic.sent(); number++) {
            assertThat(traffic.mss(number)).as("SYN %d", number).isIn(1300, SynTraffic.MSS);
            unclamped += traffic.mss(number) == 1300 ? 0 : 1;
        }
        System.out.printf("%d SYNs, %d of them unclamped%n", traffic.sent(), unclamped);
    }

    @Test
    void aStuckWorkerEndsTheDaemonAndLosesNothing() {
        try (DaemonProcess daemon = DaemonProcess.startBy(lab.gateway(), List.of("env", DEBUGGABLE), "-c", config)) {
            daemon.awaitLines("ready: ", 1);
            warmUp(daemon);
            double seconds = secondsToTheEndInTraffic(daemon);
            System.out.printf("a stuck worker was noticed, and the process at its end, after %.2f s%n", seconds);
            assertThat(seconds).isLessThan(PATIENCE_SECONDS);
            assertThat(daemon.exitCode()).isEqualTo(ExitCode.SOFTWARE.code());
            assertThat(daemon.output())
                    .contains("thread queue-0 is stuck")
                    .containsPattern("\n    .*org\\.mssclamp\\.\\S+\\.QueueWorker\\.run\\(QueueWorker\\.java:\\d+\\)");
        }
        assertAllArrived();
    }

    @Test
    void aStuckWorkerEndsTheDaemonThoughItsLogIsStuckToo() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        String intoPipe = "mkfifo '%1$s' && exec 3<>'%1$s' && exec \"$@\" 2>&3".formatted(pipe);
        try (DaemonProcess daemon = DaemonProcess.startBy(
                lab.gateway(), List.of("env", DEBUGGABLE, "sh", "-c", intoPipe, "sh"), "-c", config)) {
            warmUp(daemon);
            fill(pipe);
            double seconds = secondsToTheEndInTraffic(daemon);
            System.out.printf("with a log that is stuck: after %.2f s%n", seconds);
            assertThat(seconds).isLessThan(PATIENCE_SECONDS);
            assertThat(daemon.exitCode()).isEqualTo(ExitCode.SOFTWARE.code());
        }
        assertAllArrived();
    }

    @Test
    void aDaemonThatWasStoppedForAWhileGoesOn() throws InterruptedException {
        try (DaemonProcess daemon = DaemonProcess.serving(lab.gateway(), "-c", config)) {
            warmUp(daemon);
            daemon.freeze();
            traffic.send(1000);
            TimeUnit.SECONDS.sleep(STAND_STILL_SECONDS);
            daemon.signal("CONT");
            for (int number = 1; number <= traffic.sent(); number++) {
                assertThat(traffic.mss(number)).isEqualTo(1300);
            }
            TimeUnit.SECONDS.sleep(STAND_STILL_SECONDS);
            assertThat(daemon.stop())
                    .contains(traffic.sent() + " clamped ")
                    .doesNotContain(" missed ")
                    .doesNotContain("stuck");
        }
    }
}
