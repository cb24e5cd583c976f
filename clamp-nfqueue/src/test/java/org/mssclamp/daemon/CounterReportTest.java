// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

class CounterReportTest {
    // 192.0.2.1:40000 to 198.51.100.2:443, MSS 1460
    private static final byte[] SYN = HexFormat.of()
            .parseHex("4500002c1234400040063c61c0000201c6336402" + "9c4001bb01020304000000006002faf00efd0000"
                    + "020405b4");
    private static final byte[] NOT_IP = new byte[20];
    private static final Rule RULE =
            new Rule("all", Match.ALL, new Action.SetMss(1360, 1340), Mode.ENFORCE, false, MissingMss.LEAVE);
    private static final Rule UNUSED =
            new Rule("unused", Match.ALL, new Action.Pass(), Mode.ENFORCE, false, MissingMss.LEAVE);

    private final List<QueueWorker> workers = new ArrayList<>();

    /** Adds a worker that met these packets. */
    private void meet(int queueNumber, byte[]... packets) throws BindException {
        FakeKernel kernel = new FakeKernel(queueNumber, 0);
        QueueWorker worker = new QueueWorker(
                queueNumber, QueueSettings.DEFAULT, kernel, new Links(index -> ""), KnownLinks.silentPaths());
        worker.publish(new SynPipeline(
                new RuleTable(List.of(RULE, UNUSED)), Policy.DEFAULT, false, Paths.NONE, worker.packets()));
        kernel.beforeBindIsAnswered(() -> {
            for (byte[] packet : packets) {
                kernel.arrive(FakePacket.of(packet));
            }
        });
        worker.bind();
        workers.add(worker);
    }

    @AfterEach
    void close() {
        workers.forEach(QueueWorker::close);
    }

    @Test
    void addsTheWorkersUpAndLeavesOutWhatIsZero() throws BindException {
        meet(0, SYN, SYN, NOT_IP);
        meet(1, SYN);
        assertThat(CounterReport.of(workers, List.of(RULE, UNUSED)))
                .extracting(line -> line.strip().replaceAll(" +", " ").replaceAll("^(\\d+ (rule )?\\S+).*", "$1"))
                .containsExactly("4 received", "3 clamped", "1 malformed-ip", "3 rule all");
    }

    @Test
    void saysWhereToLookIfNothingHappened() throws BindException {
        meet(0);
        assertThat(CounterReport.of(workers, List.of(RULE)))
                .containsExactly("no packet was received; does a firewall rule with NFQUEUE point here?");
        assertThat(CounterReport.of(List.of(), List.of(RULE))).isEmpty();
    }
}
