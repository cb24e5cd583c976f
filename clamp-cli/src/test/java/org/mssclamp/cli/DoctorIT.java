// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mssclamp.cli.Symptoms.Symptom;
import org.mssclamp.kernel.SynTraffic;

/** The doctor on a gateway that is well, and on one that is broken in ways that take more than a command. */
class DoctorIT extends PatientTests {
    @Test
    void findsNothingOnAHealthyGateway() throws IOException {
        Symptoms found = patient.examineBy("mssclamp doctor --sample 1");

        assertThat(found.all()).hasSizeGreaterThanOrEqualTo(28);
        assertAllIsWell(found);
        assertAllIsWell(patient.examine());
    }

    private static void assertAllIsWell(Symptoms symptoms) {
        assertThat(symptoms.all())
                .allSatisfy(symptom ->
                        assertThat(symptom.state()).as(symptom.toString()).isEqualTo("ok"));
    }

    @Test
    void findsThatSynsAreHandedOverTwice() throws IOException {
        patient.run("iptables-legacy -t mangle -A FORWARD " + FEED);

        assertThat(patient.examine().problems().of("two-iptables").finding()).contains("SYNs are handed over twice");
    }

    @Test
    void findsThatNobodyHasTheQueue() throws IOException {
        patient.daemon().stop();

        Symptoms found = patient.examine();
        assertThat(found.of("queue-owner"))
                .isEqualTo(new Symptom(
                        "queue-owner", "fail", "nobody has bound queue 0", "systemctl restart mssclampd", ""));
        assertThat(List.of("queue-length", "queue-losses", "rule-counter"))
                .allSatisfy(check -> assertThat(found.of(check).state()).isEqualTo("skipped"));
        assertThat(found.problems().checks()).containsExactly("queue-owner");

        patient.paste(found.of("queue-owner").command());
        assertThat(patient.examine().problems().checks()).isEmpty();
    }

    @Test
    void namesTheProcessThatHasTheQueue() throws IOException {
        patient.daemon().stop();
        try (StolenQueue stolen = StolenQueue.of(patient.lab().gateway())) {
            Symptoms found = patient.examine().problems();

            assertThat(found.checks()).containsExactly("queue-owner");
            assertThat(found.of("queue-owner").finding())
                    .isEqualTo("queue 0 belongs to java (pid " + stolen.pid() + "), not to mssclampd");
            assertThat(found.of("queue-owner").advice()).startsWith("give one of the two another queue");
        }
    }

    @Test
    void findsThatCapabilitiesAreMissing() throws IOException {
        patient.daemon().stop();

        Symptoms found = patient.examineBy("setpriv --bounding-set -all --inh-caps -all mssclamp doctor");
        assertThat(found.of("capability").finding()).contains("root has not CAP_NET_ADMIN here");
        assertThat(found.of("feeding-rule").state()).isEqualTo("skipped");
        assertThat(found.of("feeding-rule").finding()).containsIgnoringCase("permi");
    }

    @Test
    void skipsWhatOthersThanRootMayNotSee() throws IOException {
        patient.run("chmod -R a+rX '" + directory + "' '" + shared + "'");
        Symptoms found =
                patient.examineBy("setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps -all mssclamp doctor");

        assertThat(found.problems().checks()).isEmpty();
        Symptoms all =
                patient.examineBy("setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps -all mssclamp doctor");
        assertThat(all.of("queue-owner").finding()).isEqualTo("only root may read /proc/net/netfilter/nfnetlink_queue");
        assertThat(all.of("forwarding").state()).isEqualTo("ok");
    }

    /** The kernel lets nothing be mounted below {@code /proc/net}: another {@code /proc} has links to all but that. */
    @Test
    void findsThatTheModuleIsMissing() throws IOException {
        Path script = Files.writeString(directory.resolve("without-module.sh"), """
                cd "$(dirname "$0")"
                mkdir -p real proc/net/netfilter
                mount --rbind /proc real
                for file in real/*; do [ "$file" = real/net ] || ln -s "$PWD/$file" proc/; done
                for file in real/self/net/*; do [ -e "proc/net/${file##*/}" ] || ln -s "$PWD/$file" proc/net/; done
                mount --bind proc /proc
                exec mssclamp doctor "$@"
                """);

        Symptoms found = patient.examineBy("unshare --mount bash " + script);
        assertThat(found.of("kernel-module"))
                .isEqualTo(new Symptom(
                        "kernel-module",
                        "fail",
                        "the module nfnetlink_queue is not loaded",
                        "modprobe nfnetlink_queue",
                        ""));
    }

    @Test
    void findsThatTheKernelCannotQueue() throws IOException {
        assumeThat(Path.of("/proc/config.gz")).exists();
        patient.run("echo 'CONFIG_NET=y' | gzip >" + directory + "/config.gz");

        Symptoms found = patient.examineBy("unshare --mount bash -c 'mount --bind " + directory
                        + "/config.gz /proc/config.gz; exec mssclamp doctor \"$@\"' sh")
                .problems();
        assertThat(found.checks()).containsExactly("kernel-options");
        assertThat(found.of("kernel-options").finding()).endsWith("is built without CONFIG_NETFILTER_NETLINK_QUEUE");
    }

    /** Not every kernel has them: what nft prints of one is put in its place. */
    @Test
    void findsAFlowtable() throws IOException {
        patient.program("nft", """
                #!/bin/sh
                cat <<'END'
                {"nftables": [
                {"flowtable": {"family": "inet", "name": "fast", "table": "filter", "handle": 2, "hook": "ingress"}},
                {"chain": {"family": "inet", "table": "filter", "name": "forward", "handle": 1, "type": "filter",
                  "hook": "forward", "prio": 0, "policy": "accept"}},
                {"rule": {"family": "inet", "table": "filter", "chain": "forward", "handle": 4,
                  "expr": [{"flow": {"op": "add", "flowtable": "@fast"}}]}}]}
                END
                """);

        Symptoms found = patient.examine().problems();
        assertThat(found.checks()).containsExactly("flowtables");
        assertThat(found.of("flowtables").finding()).contains("the flowtable inet filter fast");
        assertThat(found.of("flowtables").advice()).isNotEmpty();
    }

    @Test
    void findsAFullQueueAndItsLosses() throws IOException {
        try (SynTraffic traffic = new SynTraffic(patient.lab())) {
            patient.daemon().freeze();
            traffic.send(500);
            FedGateway.awaitArrived(traffic, 300);
            Symptoms frozen = patient.examine().problems();
            patient.daemon().signal("CONT");

            assertThat(frozen.checks()).contains("queue-length", "queue-losses");
            assertThat(frozen.of("queue-length").finding()).contains("of at most 64: the daemon does not answer");
            assertThat(frozen.of("queue-length").command()).isEqualTo("systemctl restart mssclampd");
            assertThat(frozen.of("queue-losses").finding())
                    .contains("no room for")
                    .contains("of 500 SYNs");
            assertThat(frozen.of("queue-losses").advice()).contains("max-length");
        }
    }

    @Test
    void findsWhatIsLostWhileItLooks() throws IOException {
        patient.daemon().freeze();
        Symptoms found;
        try (SynTraffic traffic = new SynTraffic(patient.lab())) {
            Thread sender = new Thread(() -> sendUntilInterrupted(traffic));
            sender.start();
            try {
                found = patient.examineBy("mssclamp doctor --sample 1").problems();
            } finally {
                sender.interrupt();
                sender.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        patient.daemon().signal("CONT");

        assertThat(found.of("queue-losses").finding()).contains("SYNs a second");
        assertThat(found.of("rule-counter").finding()).matches("queue 0 did not get [1-9][0-9.]* SYNs a second .*");
    }

    private static void sendUntilInterrupted(SynTraffic traffic) {
        while (!Thread.currentThread().isInterrupted()) {
            traffic.send(5);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void doesNotTakeForLostWhatCameWhileNoDaemonRan() throws IOException {
        patient.daemon().stop();
        try (SynTraffic traffic = new SynTraffic(patient.lab())) {
            traffic.send(50);
            FedGateway.awaitArrived(traffic, 50);
        }
        patient.startAnother();

        Symptoms found = patient.examine();
        assertThat(found.problems().checks()).isEmpty();
        assertThat(found.of("rule-counter").state()).isEqualTo("skipped");
        assertThat(found.of("rule-counter").finding()).contains("queue 0 got 0 and the rules handed over 50");
        assertThat(patient.examineBy("mssclamp doctor --sample 1")
                        .of("rule-counter")
                        .state())
                .isEqualTo("ok");
    }

    @Test
    void findsThatPacketsAreTooBig() throws IOException {
        patient.run("ip link set dev out0 mtu 1400");
        patient.lab().sender().run("bash", "-c", """
                for host in {1..20}; do head -c 1450 /dev/zero >/dev/udp/198.51.100.$host/9 || true; done""");

        Symptoms found = patient.examine().problems();
        assertThat(found.checks()).containsExactly("fragmentation");
        assertThat(found.of("fragmentation").finding()).endsWith("packets to forward were too big for the way on");
    }

    @Test
    void findsThatSegmentsAreSentAgain() throws IOException {
        patient.run("for host in {1..20}; do"
                + " (timeout 4 bash -c \": </dev/tcp/198.51.100.$host/9\" || true) 2>/dev/null & done; wait");

        Symptoms found = patient.examine().problems();
        assertThat(found.checks()).containsExactly("retransmission");
        assertThat(found.of("retransmission").advice()).isEqualTo("see which: ss -ntoi");
    }

    @Test
    void findsThatTheNativePartDoesNotLoad() throws IOException {
        Symptoms found = patient.examineBy("unshare --mount bash -c 'mkdir " + directory
                        + "/noexec; mount -t tmpfs -o noexec none " + directory
                        + "/noexec; export MSSCLAMP_JAVA_OPTS=\""
                        + "-Djna.boot.library.path= -Djna.nounpack=false -Djna.tmpdir=" + directory
                        + "/noexec\"; exec mssclamp doctor \"$@\"' sh")
                .problems();

        assertThat(found.checks()).containsExactly("native-part");
        assertThat(found.of("native-part").finding()).contains("does not load");
    }

    @Test
    void findsThatTheDaemonHasItsClassesFromNoArchive() throws IOException, InterruptedException {
        patient.daemon().stop();
        patient.run("touch " + clinic.layout().directory() + "/lib/clamp-core-*.jar");
        patient.startAnother();

        Symptoms found = patient.examine().problems();
        assertThat(found.checks()).containsExactly("class-archive");
        patient.paste(found.of("class-archive").command());
        assertThat(patient.examine().problems().checks()).isEmpty();
    }

    @Test
    void doesNotReadTheElementsOfSets() throws IOException {
        patient.run(
                "nft -f - <<<'add table inet other; add set inet other many { type ipv4_addr; elements = { 10.9.8.7 }; }'");
        patient.program("nft", """
                #!/bin/sh
                PATH=/usr/sbin:/sbin:/usr/bin:/bin
                nft "$@" | tee "$0.said"
                """);

        assertAllIsWell(patient.examine());
        assertThat(patient.run("cat $(command -v nft).said"))
                .contains("\"name\": \"many\"")
                .doesNotContain("10.9.8.7");
    }

    @Test
    void commandsThatComeTooLateChangeNothing() throws IOException {
        patient.run("iptables -t mangle -F FORWARD; iptables -t mangle -A FORWARD -p tcp -j NFQUEUE --queue-bypass");
        String replacing = patient.examine().of("only-syns").command();
        patient.run("iptables -t mangle -I FORWARD -s 192.0.2.9 -j DROP");
        String before = patient.run("iptables-save -t mangle | grep -v '^#'");

        assertThatThrownBy(() -> patient.paste(replacing)).isInstanceOf(IllegalStateException.class);
        assertThat(patient.run("iptables-save -t mangle | grep -v '^#'")).isEqualTo(before);
    }

    @Test
    void commandsThatFailInTheMiddleChangeNothing() throws IOException {
        patient.run("iptables -t mangle -F FORWARD");
        String generating = patient.examine().of("feeding-rule").command();
        patient.run("sed -i 's/1400/70000/' $config");
        String before = patient.run("iptables-save -t mangle | grep -v '^#'");

        assertThatThrownBy(() -> patient.paste(generating)).isInstanceOf(IllegalStateException.class);
        assertThat(patient.run("iptables-save -t mangle | grep -v '^#'")).isEqualTo(before);
    }

    @Test
    void printsALineForEachCheckAndTheCommandBelow() {
        patient.run("sysctl -qw net.ipv4.ip_no_pmtu_disc=1");
        String text = patient.run("mssclamp doctor -c $config || [ $? = 1 ]");

        assertThat(text)
                .contains("\nOK       queue-owner         mssclampd (pid ")
                .containsPattern("\nWARN     path-mtu-discovery  ip_no_pmtu_disc is 1: .*\n {29}sysctl -w "
                        + "net[.]ipv4[.]ip_no_pmtu_disc=0\n")
                .endsWith("1 warn\n");
    }
}
