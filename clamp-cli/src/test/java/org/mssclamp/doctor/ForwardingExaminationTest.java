// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which interfaces a machine forwards, and how packets fared that it did. */
class ForwardingExaminationTest {
    private final ExaminedMachine machine;

    ForwardingExaminationTest(@TempDir Path root) throws IOException {
        machine = ExaminedMachine.copyTo(root);
    }

    private void writeForwarding(String ipv4, String eth0, String wg0) throws IOException {
        machine.write("proc/sys/net/ipv4/ip_forward", ipv4);
        machine.write("proc/sys/net/ipv4/conf/all/forwarding", ipv4);
        machine.write("proc/sys/net/ipv4/conf/lo/forwarding", "1");
        machine.write("proc/sys/net/ipv4/conf/eth0/forwarding", eth0);
        machine.write("proc/sys/net/ipv4/conf/wg0/forwarding", wg0);
        machine.write("proc/sys/net/ipv6/conf/all/forwarding", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, OK, only ipv4 is forwarded",
        "1, 0, 1, OK, only ipv4 is forwarded",
        "1, 1, 0, WARN, packets of ipv4 that come in by wg0 are not forwarded: net.ipv4.conf.wg0.forwarding is 0",
        "0, 1, 0, WARN, packets of ipv4 that come in by wg0 are not forwarded: net.ipv4.conf.wg0.forwarding is 0",
        "0, 0, 1, OK, only ipv4 is forwarded",
        "0, 0, 0, FAIL, this machine forwards neither IPv4 nor IPv6"
    })
    void judgesForwardingByTheInterfacesThatRulesName(String ipv4, String eth0, String wg0, State state, String text)
            throws IOException {
        writeForwarding(ipv4, eth0, wg0);

        Finding finding = machine.examine(ExaminedMachine.configured(
                        "a.yaml", "version: 1\nqueues: [{ number: 0 }]\nrules: [{ match: { out: wg0 }, mtu: 1400 }]\n"))
                .of("forwarding");
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.text()).isEqualTo(text);
    }

    @Test
    void forwardsIpv6ByInterfaceWhereThatIsForced() throws IOException {
        writeForwarding("0", "0", "0");
        machine.write("proc/sys/net/ipv6/conf/wg0/force_forwarding", "1");
        machine.write("proc/sys/net/ipv6/conf/wg0/forwarding", "0");
        assertThat(machine.finding("forwarding")).isEqualTo(Finding.ok("only ipv6 is forwarded"));

        machine.write("proc/sys/net/ipv6/conf/wg0/force_forwarding", "0");
        machine.write("proc/sys/net/ipv6/conf/wg0/forwarding", "1");
        assertThat(machine.finding("forwarding").state()).isEqualTo(State.FAIL);
    }

    @Test
    void countsAPacketOfIpv6OnceThatWasTooBig() throws IOException {
        machine.write("proc/net/snmp", "Ip: ForwDatagrams FragFails\nIp: 100 0\nTcp: OutSegs RetransSegs\nTcp: 1 0\n");
        machine.write("proc/net/snmp6", "Ip6OutForwDatagrams 900\nIp6InTooBigErrors 12\nIp6FragFails 12\n");

        assertThat(machine.finding("fragmentation").text()).startsWith("12 of 1012 packets");
    }
}
