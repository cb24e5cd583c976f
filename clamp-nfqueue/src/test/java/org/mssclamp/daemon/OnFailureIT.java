// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.config.OnFailure;
import org.mssclamp.kernel.Firewall;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.SynTraffic;

/** Every cell of the table in docs/operations.md: what becomes of what a queue holds when something happens, and of what comes then. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OnFailureIT {
    private static final int MSS = 1300;
    private static final int GROUP = 8;
    private static final List<OnFailure> COLUMNS = List.of(OnFailure.PASS, OnFailure.HOLD, OnFailure.DROP);
    /** In which a SYN that waits for nothing would arrive many times over. */
    private static final long WAIT_NANOS = 300_000_000;

    private final Lab lab = new Lab();
    private final Path directory;
    private final SynTraffic traffic = new SynTraffic(lab);

    OnFailureIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        lab.close();
    }

    /** What becomes of a SYN. */
    private enum Fate {
        NONE("-"),
        CLAMPED("clamped"),
        UNCLAMPED("unclamped"),
        LOST("lost"),
        /** Neither arrives nor is lost: it arrives clamped when there is a daemon that works. */
        WAITS("waits");

        private final String word;

        Fate(String word) {
            this.word = word;
        }
    }

    /** What happens, by the first words of its row; SYNs of a first group are held before, those of a second come then. */
    private enum Situation {
        OVERLOAD("more comes than the queue takes") {
            @Override
            Groups happen(OnFailureIT test, SmallSupervisor daemon) {
                // Of which there is room for one group.
                Groups groups = HANG.happen(test, daemon);
                daemon.signal("CONT");
                return groups;
            }
        },
        STOP("it is stopped (TERM)") {
            @Override
            Groups happen(OnFailureIT test, SmallSupervisor daemon) {
                return test.endsBy("TERM", daemon);
            }
        },
        RESTART("it is restarted") {
            @Override
            Groups happen(OnFailureIT test, SmallSupervisor daemon) {
                Groups groups = STOP.happen(test, daemon);
                daemon.start();
                return groups;
            }
        },
        CRASH("it crashes, or is killed") {
            @Override
            Groups happen(OnFailureIT test, SmallSupervisor daemon) {
                return test.endsBy("KILL", daemon);
            }
        },
        HANG("it hangs") {
            @Override
            Groups happen(OnFailureIT test, SmallSupervisor daemon) {
                DaemonProcess.freeze(daemon.pid());
                int held = test.sendGroup();
                return new Groups(held, test.sendGroup());
            }
        },
        BEFORE_START("it was never started") {
            @Override
            Groups happen(OnFailureIT test, SmallSupervisor daemon) {
                daemon.signal("INT");
                daemon.exitCode();
                daemon.await("the end of the queue", () -> daemon.kept().isEmpty());
                return new Groups(0, test.sendGroup());
            }
        };

        private final String row;

        Situation(String row) {
            this.row = row;
        }

        abstract Groups happen(OnFailureIT test, SmallSupervisor daemon);
    }

    /**
     * Numbers of the last SYN of each group.
     *
     * @param held 0 for none
     */
    private record Groups(int held, int then) {}

    /** Sends as many as the queue takes; the number of the last. */
    private int sendGroup() {
        traffic.send(GROUP);
        return traffic.sent();
    }

    private Groups endsBy(String signal, SmallSupervisor daemon) {
        DaemonProcess.freeze(daemon.pid());
        int held = sendGroup();
        daemon.signal(signal);
        daemon.signal("CONT");
        daemon.exitCode();
        return new Groups(held, sendGroup());
    }

    static Stream<Arguments> cells() throws IOException {
        List<Arguments> cells = new ArrayList<>();
        List<String> page = Files.readAllLines(Path.of("../docs/operations.md"));
        for (Situation situation : Situation.values()) {
            String[] row = page.stream()
                    .filter(line -> line.startsWith("| " + situation.row))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row for: " + situation.row))
                    .split(" *\\| *", -1);
            for (int column = 0; column < COLUMNS.size(); column++) {
                String[] fates = row[2 + column].split(", ", 2);
                cells.add(Arguments.of(situation, COLUMNS.get(column), fate(fates[0]), fate(fates[1])));
            }
        }
        return cells.stream();
    }

    private static Fate fate(String word) {
        return Arrays.stream(Fate.values())
                .filter(fate -> fate.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no fate of a SYN: " + word));
    }

    @ParameterizedTest(name = "{0}, on-failure {1}: what is held is {2}, what comes then is {3}")
    @MethodSource("cells")
    void everyCellOfTheTableHolds(Situation situation, OnFailure onFailure, Fate held, Fate then) throws IOException {
        String bypass = onFailure == OnFailure.DROP ? "" : " --queue-bypass";
        lab.firewall().replace(Firewall.FORWARDED_SYNS + "-j NFQUEUE --queue-num 0" + bypass);
        Path config = Files.writeString(
                directory.resolve("mssclamp.yaml"),
                "version: 1\nqueues: [{ number: 0, on-failure: %s, max-length: %d }]\n"
                                .formatted(onFailure.label(), maxLength(situation))
                        + "rules: [{ set-mss: { ipv4: %1$d, ipv6: %1$d } }]\n".formatted(MSS));
        try (SmallSupervisor daemon = new SmallSupervisor(lab.gateway(), directory, "-c", config.toString())) {
            Groups groups = situation.happen(this, daemon);
            assertThat(fateOf(groups.held, held == Fate.WAITS)).isEqualTo(held);
            assertThat(fateOf(groups.then, then == Fate.WAITS)).isEqualTo(then);
            if (held == Fate.WAITS || then == Fate.WAITS) {
                assertComesClampedOnceADaemonWorks(groups, then, daemon);
            }
        }
    }

    /** One group, or several. */
    private static int maxLength(Situation situation) {
        return situation == Situation.OVERLOAD ? GROUP : 10 * GROUP;
    }

    /** The fate of each SYN of a group. */
    private Fate fateOf(int last, boolean maybeWaits) {
        if (last == 0) {
            return Fate.NONE;
        }
        if (maybeWaits) {
            LockSupport.parkNanos(WAIT_NANOS);
            traffic.takeArrived();
        } else {
            traffic.arrives(last);
        }
        List<Fate> fates = new ArrayList<>();
        for (int number = last - GROUP + 1; number <= last; number++) {
            Integer mss = traffic.arrived().get(number);
            Fate missing = maybeWaits ? Fate.WAITS : Fate.LOST;
            fates.add(mss == null ? missing : mss == MSS ? Fate.CLAMPED : Fate.UNCLAMPED);
        }
        assertThat(fates).as("the fates of a group").containsOnly(fates.get(0));
        return fates.get(0);
    }

    /** Of what waits; the rest stays as it was. */
    private void assertComesClampedOnceADaemonWorks(Groups groups, Fate then, SmallSupervisor daemon) {
        if (daemon.isAlive()) {
            daemon.signal("CONT");
        } else {
            daemon.start();
        }
        assertThat(fateOf(groups.held, false)).isEqualTo(Fate.CLAMPED);
        if (then == Fate.WAITS) {
            assertThat(fateOf(groups.then, false)).isEqualTo(Fate.CLAMPED);
        }
    }
}
