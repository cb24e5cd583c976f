// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.cli.Symptoms.Symptom;

/** The doctor on a gateway that is broken in one way after the other, and mended by the command that it prints. */
class DoctorCureIT extends PatientTests {
    /**
     * A way to break a gateway.
     *
     * @param script breaks it
     * @param check that sees it, and no other
     * @param finding a part of what it says
     */
    private record Illness(String script, String check, String state, String finding) {
        @Override
        public String toString() {
            return check + ": " + finding;
        }
    }

    private static Illness fails(String check, String finding, String script) {
        return new Illness(script, check, "fail", finding);
    }

    private static Illness warns(String check, String finding, String script) {
        return new Illness(script, check, "warn", finding);
    }

    private static String nft(String rules) {
        return "nft -f - <<<'add table inet other; add set inet other protocols { type inet_proto; };"
                + " add chain inet other early { type filter hook forward priority -200; };"
                + " add chain inet other out { type filter hook output priority 0; }; " + rules + "'";
    }

    /** Those that the command mends by itself. */
    static Stream<Illness> curable() {
        String handWritten = "iptables -t mangle -F FORWARD; iptables -t mangle -A FORWARD -m comment --comment"
                + " \"it's \\$(touch /tmp/mssclamp-pasted) \\`id\\` ; \\\"x\\\"\" ";
        return Stream.of(
                warns("configuration", "group 1 may change it", "chgrp 1 $config; chmod g+w $config"),
                fails("feeding-rule", "no rule hands SYNs of ipv4 to queue 0", "iptables -t mangle -F FORWARD"),
                fails("feeding-rule", "no rule hands SYNs of ipv6 to queue 0", "ip6tables -t mangle -F FORWARD"),
                warns(
                        "only-syns",
                        "hands over later packets of connections",
                        handWritten + "-p tcp -j NFQUEUE --queue-bypass"),
                warns(
                        "only-syns",
                        "hands over later packets of connections",
                        handWritten + "-j NFQUEUE --queue-bypass"),
                warns(
                        "only-syns",
                        "takes no SYN-ACK",
                        handWritten + "-p tcp --syn -j NFQUEUE --queue-num 0 --queue-bypass"),
                fails(
                        "bypass",
                        "has no bypass, but on-failure is pass",
                        "ip6tables -t mangle -F FORWARD; ip6tables -t mangle -A FORWARD "
                                + FEED.replace(" --queue-bypass", "")),
                warns(
                        "bypass",
                        "has bypass, but on-failure is drop",
                        "sed -i 's/number: 0/number: 0, on-failure: drop/' $config"),
                fails(
                        "chain",
                        "forwarded packets do not come to",
                        "iptables -t mangle -F FORWARD; iptables -t mangle -A INPUT " + FEED),
                fails(
                        "chain",
                        "forwarded packets do not come to",
                        "ip6tables -t mangle -F FORWARD; ip6tables -t mangle -N unused; ip6tables -t mangle -A unused "
                                + FEED),
                warns(
                        "safety-net",
                        "no rule behind queue 0 clamps the SYNs of ipv4",
                        "iptables -t mangle -F POSTROUTING"),
                warns("safety-net", "does not tell by the mark 0x8/0x8", "sed -i 's|0x4/0x4|0x8/0x8|' $config"),
                warns("icmp-rate", "net.ipv6.icmp.ratemask is 0-127", "sysctl -qw net.ipv6.icmp.ratemask=0-127"),
                warns("icmp-rate", "net.ipv6.icmp.ratemask is 2,5-7", "sysctl -qw net.ipv6.icmp.ratemask=2,5-7"),
                warns("path-mtu-discovery", "ip_no_pmtu_disc is 1", "sysctl -qw net.ipv4.ip_no_pmtu_disc=1"),
                warns("path-mtu-discovery", "forges an ICMP error", "sysctl -qw net.ipv4.ip_forward_use_pmtu=1"));
    }

    @ParameterizedTest
    @MethodSource("curable")
    void findsWhatIsWrongAndTheCommandThatMendsIt(Illness illness) throws IOException {
        Symptom symptom = found(illness);
        String filters = patient.filters();

        patient.paste(symptom.command());

        assertThat(patient.examine().problems().checks()).isEmpty();
        assertThat(patient.filters()).isEqualTo(filters);
        assertThat(Path.of("/tmp/mssclamp-pasted")).doesNotExist();
    }

    private Symptom found(Illness illness) throws IOException {
        patient.run(illness.script());
        Symptoms found = patient.examine().problems();

        assertThat(found.checks()).containsExactly(illness.check());
        Symptom symptom = found.of(illness.check());
        assertThat(symptom.finding()).contains(illness.finding());
        assertThat(symptom.state()).isEqualTo(illness.state());
        return symptom;
    }

    /** Those for which no command is safe, and what is not known. */
    static Stream<Illness> incurable() {
        return Stream.of(
                fails("configuration", "mtu: 70000 is out of range", "sed -i 's/1400/70000/' $config"),
                fails("configuration", "there is no such file", "rm $config"),
                fails(
                        "forwarding",
                        "neither IPv4 nor IPv6",
                        "sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0"),
                warns(
                        "feeding-rule",
                        "feeds queue 77 that nobody has bound, and what comes there is dropped",
                        "iptables -t mangle -A OUTPUT -p tcp --dport 9999 -j NFQUEUE --queue-num 77"),
                warns(
                        "feeding-rule",
                        "feeds queue 1 that nobody has bound, and what comes there passes unclamped",
                        "iptables -t mangle -F FORWARD; iptables -t mangle -A FORWARD "
                                + FEED.replace("--queue-num 0", "--queue-balance 0:3")),
                fails(
                        "feeding-rule",
                        "feeds queue 77 that nobody has bound, and what comes there is dropped, SYNs among it",
                        "iptables -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 77"),
                warns(
                        "only-syns",
                        "takes no SYN-ACK",
                        "iptables -t mangle -F FORWARD; iptables -P FORWARD DROP; iptables -A FORWARD -p icmp -j"
                                + " ACCEPT; iptables -A FORWARD -p tcp --syn -j NFQUEUE --queue-num 0 --queue-bypass"),
                warns(
                        "only-syns",
                        "hands over later packets",
                        "iptables -t mangle -F FORWARD; iptables -P FORWARD DROP; iptables -A FORWARD -p icmp -j"
                                + " ACCEPT; iptables -A FORWARD -p tcp -j NFQUEUE --queue-num 0 --queue-bypass"),
                warns(
                        "only-syns",
                        "takes no SYN-ACK",
                        "iptables -t mangle -F FORWARD; iptables -t mangle -A FORWARD -p tcp --syn -j NFQUEUE"
                                + " --queue-num 0 --queue-bypass; iptables -t mangle -A FORWARD -s 192.0.2.9 -p tcp -j"
                                + " DROP"),
                warns(
                        "chain",
                        "before routing",
                        "iptables -t mangle -F FORWARD; iptables -t mangle -A PREROUTING " + FEED),
                fails("rule-order", "no SYN of ipv4 comes to", "iptables -t mangle -I FORWARD 1 -j ACCEPT"),
                fails(
                        "rule-order",
                        "no SYN-ACK of ipv6 comes to",
                        "ip6tables -t mangle -I FORWARD 1 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT"),
                fails(
                        "rule-order",
                        "-A done -p tcp -j ACCEPT is before it",
                        "iptables -t mangle -N done; iptables -t mangle -A done -p tcp -j ACCEPT;"
                                + " iptables -t mangle -I FORWARD 1 -j done"),
                fails(
                        "rule-order",
                        "nft inet other early handle",
                        nft("add rule inet other early tcp flags & (syn | ack) == syn | ack drop")),
                fails(
                        "rule-order",
                        "no SYN-ACK of ipv4 comes to",
                        nft("add rule inet other early ct state vmap { new : accept, established : drop }")),
                warns(
                        "rule-order",
                        "cannot tell whether each SYN of ipv4 comes to",
                        nft("add rule inet other early tcp flags & (syn | ack) == syn meta l4proto @protocols drop")),
                warns(
                        "rule-order",
                        "cannot tell whether each SYN of ipv4 comes to",
                        nft("add rule inet other early meta l4proto tcp meta length > 1 drop")),
                warns(
                        "rule-order",
                        "cannot tell whether each SYN of ipv4 comes to",
                        "iptables -t mangle -I FORWARD -m length --length 1:65535 -j ACCEPT"),
                warns(
                        "rule-order",
                        "cannot tell whether each SYN of ipv4 comes to",
                        nft("add rule inet other early meta l4proto tcp jump { drop ; }")),
                warns(
                        "rule-order",
                        "cannot tell whether each SYN of ipv4 comes to",
                        "iptables -t mangle -N some; iptables -t mangle -A some -m length --length 1:65535 -j RETURN;"
                                + " iptables -t mangle -A some -j ACCEPT; iptables -t mangle -I FORWARD -j some"),
                warns(
                        "forwarding",
                        "packets of ipv4 that come in by out0 are not forwarded: net.ipv4.conf.out0.forwarding is 0",
                        "sysctl -qw net.ipv4.conf.out0.forwarding=0"),
                warns(
                        "two-iptables",
                        "both have rules",
                        "iptables-legacy -t mangle -A FORWARD -p tcp --dport 5 -j ACCEPT"),
                warns("mark", "uses the mark 0x4/0x4", "iptables -t mangle -A PREROUTING -p udp -j MARK --set-mark 4"),
                warns(
                        "mark",
                        "uses the mark 0x4/0x4",
                        "iptables -t mangle -A OUTPUT -m mark --mark 3/3 -j RETURN;"
                                + " ip6tables -t mangle -A OUTPUT -m mark --mark 4/0xc7 -j ACCEPT"),
                warns("mark", "ip rule \"32765:", "ip rule add fwmark 0x4/0x4 lookup 100"),
                warns(
                        "traffic-control",
                        "come in by in0 to out0",
                        "tc qdisc add dev in0 clsact; tc filter add dev in0 ingress protocol ip u32 match u32 0 0"
                                + " action mirred egress redirect dev out0"),
                warns(
                        "receive-buffer",
                        "has room for 24 SYNs",
                        "sed -i 's/number: 0/number: 0, receive-buffer: 20000/' $config"),
                fails(
                        "icmp-filter",
                        "\"fragmentation needed\" are forwarded: iptables",
                        "iptables -A FORWARD -p icmp -j DROP"),
                fails(
                        "icmp-filter",
                        "\"packet too big\" are sent",
                        "ip6tables -A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j REJECT"),
                fails(
                        "icmp-filter",
                        "the policy of INPUT in filter",
                        "iptables -P INPUT DROP; iptables -A INPUT -p tcp -j ACCEPT"),
                fails(
                        "icmp-filter",
                        "nft inet other out handle",
                        nft("add rule inet other out icmpv6 type { packet-too-big, time-exceeded } drop")),
                warns(
                        "icmp-filter",
                        "cannot tell whether ICMP errors",
                        nft("add rule inet other out meta length > 1 drop")),
                warns("interfaces", "there is no interface wg7", "sed -i 's/out0/[out0, wg7]/' $config"),
                warns(
                        "interfaces",
                        "there is no interface wg8",
                        "sed -i '/^rules/s/]$/, { mtu: { probe: 192.0.2.1, via: wg8 } }]/' $config"),
                warns("interface-mtu", "in1 has MTU 1200", "ip link set dev in1 mtu 1200"),
                warns("interface-mtu", "more than out0 carries", "ip link set dev out0 mtu 1380"));
    }

    @ParameterizedTest
    @MethodSource("incurable")
    void findsWhatIsWrongAndSaysWhatToDo(Illness illness) throws IOException {
        Symptom symptom = found(illness);

        assertThat(symptom.command()).isEmpty();
        assertThat(symptom.advice()).isNotEmpty();
    }

    /** What looks wrong, and is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tc qdisc add dev in0 clsact; ip link add ifb4in0 type ifb; ip link set ifb4in0 up;"
                        + " tc filter add dev in0 ingress protocol ip u32 match u32 0 0"
                        + " action mirred egress redirect dev ifb4in0",
                "iptables -A FORWARD -s 192.0.2.0/24 -j RETURN; iptables -A FORWARD -p icmp -j DROP",
                "nft -f - <<<'add table inet other; add chain inet other c { type filter hook forward priority 0; };"
                        + " add rule inet other c ct count over 5 drop;"
                        + " add rule inet other c limit rate 1/second drop;"
                        + " add rule inet other c tcp dport != 22 drop;"
                        + " add rule inet other c fib saddr . iif oif missing drop'",
                "sysctl -qw net.ipv4.icmp_ratelimit=60000 net.ipv6.icmp.ratelimit=0",
                "iptables -t mangle -A FORWARD -p tcp --dport 9 -j DROP",
                "nft -f - <<<'add table inet other { flags dormant; };"
                        + " add chain inet other c { type filter hook forward priority -200; policy drop; };"
                        + " add rule inet other c drop'",
                "sysctl -qw net.ipv4.ip_forward=0; sysctl -qw net.ipv4.conf.in0.forwarding=1"
                        + " net.ipv4.conf.out0.forwarding=1",
                "sysctl -qw net.ipv6.conf.in0.forwarding=0",
                "iptables -t mangle -A FORWARD -p udp -m comment --comment mssclamp-feed -j ACCEPT"
            })
    void findsNothingWhereNothingIsWrong(String script) throws IOException {
        patient.run(script);

        assertThat(patient.examine().problems().all()).isEmpty();
    }
}
