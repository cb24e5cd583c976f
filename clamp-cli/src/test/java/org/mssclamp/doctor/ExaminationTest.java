// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a machine cannot be broken on one that other tests run on. */
class ExaminationTest {
    private final ExaminedMachine machine;

    ExaminationTest(@TempDir Path root) throws IOException {
        machine = ExaminedMachine.copyTo(root);
    }

    @Test
    void findsTheDaemonAmongThoseThatHaveItsSocket() {
        assertThat(machine.finding("queue-owner")).isEqualTo(Finding.ok("mssclampd (pid 812) has all 2 queues"));
    }

    @Test
    void tellsAQueueThatIsKeptFromOneThatIsServed() throws IOException {
        machine.delete("proc/812/fd/8");

        Finding finding = machine.finding("queue-owner");
        assertThat(finding.text()).isEqualTo("queue 1 is kept by systemd (pid 1), and no daemon answers");
        assertThat(finding.cure()).contains(new Cure.Command("systemctl start mssclampd"));
    }

    @Test
    void findsThatADaemonRunsAJavaThatWasReplaced() throws IOException {
        machine.write("proc/812/exe", "/usr/lib/jvm/java-17/bin/java (deleted)");

        assertThat(machine.finding("java").text())
                .contains("runs a Java that was replaced: /usr/lib/jvm/java-17/bin/java");
    }

    @Test
    void findsThatTheDaemonLacksTheCapability() throws IOException {
        machine.write("proc/812/status", "Name:\tjava\nCapEff:\t0000000000000000\n");

        assertThat(machine.finding("capability").state()).isEqualTo(State.FAIL);
    }

    @Test
    void findsThatTheKernelGrantsTooSmallABuffer() throws IOException {
        machine.write("proc/812/uid_map", "0 1000 1\n");
        machine.write("proc/sys/net/core/rmem_max", "212992\n");

        Finding finding = machine.finding("receive-buffer");
        assertThat(finding.text()).contains("gets a receive buffer of 425984 octets, and 851968 are wanted");
        assertThat(finding.cure())
                .contains(new Cure.Command("sysctl -w net.core.rmem_max=851968 && systemctl restart mssclampd"));
    }

    @Test
    void doesNotTakeItsOwnCapabilitiesForThoseOfADaemonThatIsNotToBeSeen() throws IOException {
        machine.write("proc/net/netfilter/nfnetlink_queue", "");
        machine.write("proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n");
        machine.write("proc/sys/net/core/rmem_max", "212992\n");

        assertThat(machine.finding("receive-buffer")).isEqualTo(Finding.skipped("only root sees what the daemon may"));
    }

    @Test
    void asksForNoMarksInIpv6OfAKernelWithoutIt() throws IOException {
        machine.delete("commands/ip -6 rule.txt");
        Configured marked = ExaminedMachine.configured(
                "a.yaml", "version: 1\nqueues: [{ number: 0-1, mark: 1/1 }]\nrules: [{ mtu: 1400 }]\n");
        assertThat(machine.examine(marked).of("mark").state()).isEqualTo(State.OK);

        machine.write("proc/net/if_inet6", "");
        assertThat(machine.examine(marked).of("mark").state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void reckonsIn32Bits() throws IOException {
        String queue =
                "    0    812     0 2 65531     0     0     %s  1%n    1 4294962978     0 2 65531     0     0      %s "
                        + " 1%n";
        // 2600 and 2400 are handed over: 5000 less 2^32 came to one queue, all but that to the other.
        machine.write("proc/net/netfilter/nfnetlink_queue", queue.formatted("4294967000", "5296"));

        assertThat(machine.finding("rule-counter").state()).isEqualTo(State.OK);
    }

    @Test
    void doesNotTakeARestartForALoss() throws IOException {
        String queue =
                "    0    812     0 2 65531     0     0     10  1\n    1 4294962978     0 2 65531     0     0      5  1\n";
        machine.write("proc/net/netfilter/nfnetlink_queue", queue);

        Finding finding = machine.finding("rule-counter");
        assertThat(finding.state()).isEqualTo(State.SKIPPED);
        assertThat(finding.text()).contains("mssclamp doctor --sample");
    }

    @Test
    void asksEachProgramOnce() {
        RecordedMachine recorded = new RecordedMachine(machine.root());
        Examination.of(
                recorded,
                ExaminedMachine.configured(
                        "mssclamp.yaml",
                        "version: 1\nqueues: [{ number: 0-3, mark: 1/1 }, { number: 5, mark: 1/1 }]\nrules: [{ mtu: 1400 }]\n"),
                0);

        assertThat(recorded.asked()).doesNotHaveDuplicates();
    }

    @Test
    void skipsWhatOnlyRulesTellWithoutProgramsThatShowThem() throws IOException {
        try (Stream<Path> commands = Files.list(machine.path("commands"))) {
            for (Path command : commands.toList()) {
                Files.delete(command);
            }
        }

        assertThat(machine.finding("feeding-rule")).isEqualTo(Finding.skipped("neither iptables nor nft is installed"));
        assertThat(machine.finding("traffic-control")).isEqualTo(Finding.skipped("tc is not installed"));
    }

    @Test
    void neverThrowsWhateverTheKernelWrites() throws IOException {
        List<String> files;
        try (Stream<Path> paths = Files.walk(machine.root())) {
            files = paths.filter(Files::isRegularFile).map(Path::toString).toList();
        }
        for (String odd : List.of("", "\0", "a\n\nb c d e f g h i j k l\n", "99999999999999999999 -1 [] {}\n")) {
            for (String file : files) {
                String before = Files.readString(Path.of(file));
                Files.writeString(Path.of(file), odd);
                assertThat(machine.examine().byCheck())
                        .as(file)
                        .hasSize(Examination.checks().size());
                Files.writeString(Path.of(file), before);
            }
        }
    }

    @Test
    void eachCheckHasANameOfItsOwn() {
        assertThat(Examination.checks()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(15);
        assertThat(machine.examine().byCheck().values().stream().map(Finding::text))
                .doesNotContain("");
    }
}
