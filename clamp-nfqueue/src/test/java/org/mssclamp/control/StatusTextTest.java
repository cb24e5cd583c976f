// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.StatusJson;

class StatusTextTest {
    @Test
    void tellsWhatTheDaemonDoesAndHowMuchOfIt() {
        assertThat(StatusText.render(
                        SampleStatus.of(SampleStatus.LOAD, SampleStatus.busy(0), SampleStatus.idle(1, true, true))))
                .isEqualTo("""
                        mssclampd 1.2.3, up 2 d 03:04:05, 2 queues, 0 rules
                        configuration  /etc/mssclamp/mssclamp.yaml
                        sha-256        0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                        generation     3 since 2026-11-21 18:00:00 UTC
                        last reload    accepted 2026-11-21 18:00:00 UTC: rules added: phones

                        queue  on-failure  state  waiting  buffered          of   received      1 s  1 min  since start
                        0      hold, kept  bound       12     9,984  13,631,488  1,234,567  1,201.0  981.0          6.7
                        1      pass        bound        -         0  13,631,488          0      0.0    0.0          0.0

                        outcome    packets      1 s  1 min  since start
                        clamped  1,234,000  1,200.0  980.3          6.7
                        no-rule        567      1.0    0.8          0.0

                        queue 0  missed, packets that never came, by the gaps in their ids: the receive buffer was full  1,400
                        queue 0  not-received, messages of the kernel for which the receive buffer had no room           1,401
                        """);
    }

    /** Unknown is not none. */
    @Test
    void saysThatTheKernelDoesNotSay() {
        DaemonStatus status = SampleStatus.of(SampleStatus.LOAD, SampleStatus.untold(0));
        assertThat(StatusText.render(status)).contains("0      pass        bound        -         -  13,631,488");
        assertThat(StatusJson.render(status))
                .contains("\"waiting\":null,\"bufferedOctets\":null,", "\"notReceived\":null,\"lost\":0,");
    }

    @Test
    void tellsOfPathsThatAreProbed() {
        DaemonStatus status =
                SampleStatus.probing(SampleStatus.of(SampleStatus.LOAD, SampleStatus.idle(0, true, true)));
        assertThat(StatusText.render(status)).endsWith("""

                        probe                             path MTU  since                    last found               last result
                        10.8.0.2                          1400      2026-11-21 18:00:00 UTC  2026-11-21 18:10:00 UTC  unconfirmed 1420
                        branch.example via wg1 mark 0x10  -         -                        -                        unreachable
                        """);
        assertThat(StatusJson.render(status))
                .contains(
                        "\"host\":\"10.8.0.2\",\"via\":null,\"mark\":0,\"mtu\":1400,\"since\":\"2026-11-21T18:00:00Z\",\"unconfirmed\":1420,",
                        "\"host\":\"branch.example\",\"via\":\"wg1\",\"mark\":16,\"mtu\":null,\"since\":null,\"unconfirmed\":null,",
                        "\"lastSuccess\":null,\"result\":\"unreachable\",\"rounds\":{\"kept\":0,");
    }

    @Test
    void saysLoudlyWhatIsWrong() {
        Load refused = new Load(
                "a.yaml",
                "00",
                1,
                Instant.EPOCH,
                Optional.of(new Reload(Instant.EPOCH, false, "a.yaml: the configuration has errors")));
        assertThat(StatusText.render(
                        SampleStatus.of(refused, SampleStatus.idle(0, false, true), SampleStatus.idle(1, true, false))))
                .contains(
                        "last reload    REFUSED 1970-01-01 00:00:00 UTC: a.yaml: the configuration has errors\n",
                        "0      pass        LOST  ",
                        "1      pass        NOT SERVED  ",
                        "no packet was received yet; does a firewall rule with NFQUEUE point here?\n");
    }
}
