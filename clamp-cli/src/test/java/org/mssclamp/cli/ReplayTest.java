// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.Seed;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.PacketSource;
import org.mssclamp.capture.PcapFile;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.StartException;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.oracle.RuleGenerator;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;

class ReplayTest {
    private static final int RAW = 101;
    private static final int TABLES = 30;
    private static final int PACKETS = 100;
    private static final Passage PASSAGE = new Passage("in0", "out0", 1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private static Configuration configuration(List<Rule> rules) {
        return Configuration.of(List.of(QueueSettings.DEFAULT), Policy.DEFAULT, rules);
    }

    private CapturedTraffic throughAFile(List<byte[]> packets) throws IOException, CaptureException {
        PcapOctets capture = PcapOctets.of(RAW);
        packets.forEach(capture::packet);
        try (PacketSource source = PcapFile.open(Files.write(directory.resolve("x.pcap"), capture.build()))) {
            return CapturedTraffic.of(source, () -> false);
        }
    }

    @Test
    void decidesAsTheDaemonsPipeline() throws IOException, CaptureException, StartException {
        PacketGenerator packets = new PacketGenerator(Seed.VALUE);
        RuleGenerator rules = new RuleGenerator(Seed.VALUE);
        for (int i = 0; i < TABLES; i++) {
            List<byte[]> sent = packets.next(PACKETS);
            Configuration configuration = configuration(rules.next());
            CapturedTraffic traffic = throughAFile(sent);

            assertThat(traffic.packets()).as(Seed.REPLAY).containsExactlyElementsOf(sent);
            try (Replay replay = Replay.of(traffic.packets(), PASSAGE, configuration, new FakeHost())) {
                assertThat(replay.census(() -> false)).as(Seed.REPLAY).isEqualTo(naive(sent, configuration));
            }
        }
    }

    private static Census naive(List<byte[]> packets, Configuration configuration) {
        PacketCounters counters = new PacketCounters();
        RuleTable table = new RuleTable(configuration.rules());
        SynPipeline pipeline = new SynPipeline(table, configuration.policy(), false, Paths.NONE, counters);
        pipeline.enterForce();
        PacketContext context = new PacketContext();
        context.fill(new Interface(1, PASSAGE.in()), new Interface(2, PASSAGE.out()), PASSAGE.mark(), false);
        for (byte[] packet : packets) {
            ByteBuf buffer = Octets.between(0, packet, 4);
            pipeline.process(buffer, 0, packet.length, packet.length, context);
        }
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, counters.outcomes().count(outcome));
        }
        return new Census(
                packets.size(),
                outcomes,
                configuration.rules().stream()
                        .map(rule -> new Census.OfRule(
                                rule.name(),
                                counters.rule(rule.name()).count(RuleCount.MATCHED),
                                counters.rule(rule.name()).count(RuleCount.CHANGED)))
                        .toList());
    }

    @Test
    void countsOnePassWhateverTheNumberOfPackets() throws StartException {
        byte[] syn = SynBuilder.ipv4().mss(1460).build();
        for (int count : new int[] {1, 3, 63, 64, 65, 128, 1000}) {
            List<byte[]> packets = Collections.nCopies(count, syn);
            try (Replay replay = Replay.of(packets, PASSAGE, configuration(List.of()), new FakeHost())) {
                assertThat(replay.census(() -> false).count(Outcome.NO_RULE)).isEqualTo(count);
                assertThat(replay.packets()).isEqualTo(count);
            }
        }
    }

    @Test
    void countsAsMuchOfThePassAsWasDoneWhenItIsInterrupted() throws StartException {
        List<byte[]> packets = Collections.nCopies(1000, SynBuilder.ipv4().build());
        AtomicInteger asked = new AtomicInteger();
        try (Replay replay = Replay.of(packets, PASSAGE, configuration(List.of()), new FakeHost())) {
            Census census = replay.census(() -> asked.incrementAndGet() > 3);

            assertThat(census.packets()).isPositive().isLessThan(1000);
            assertThat(census.count(Outcome.NO_RULE)).isEqualTo(census.packets());
        }
        try (Replay replay = Replay.of(packets, PASSAGE, configuration(List.of()), new FakeHost())) {
            assertThat(replay.census(() -> true).packets()).isZero();
        }
    }

    private static Replay clampingToPmtu(String in, String out) throws StartException {
        Rule rule = new Rule("paths", Match.ALL, Action.ClampToPmtu.DEFAULT, Mode.ENFORCE, false, MissingMss.LEAVE);
        List<byte[]> packets = List.of(SynBuilder.of(Family.IPV6).mss(1460).build());
        return Replay.of(packets, new Passage(in, out, 0), configuration(List.of(rule)), new FakeHost());
    }

    @Test
    void looksPathsUpWhereTheInterfacesAreHere() throws StartException {
        try (Replay replay = clampingToPmtu("wg0", "eth0")) {
            assertThat(replay.pathSource()).isEqualTo(PathSource.HOST);
            assertThat(replay.census(() -> false).count(Outcome.MTU_UNKNOWN)).isEqualTo(1);
        }
    }

    @Test
    void knowsNoPathsWhereTheInterfacesAreNotHereOrNotGiven() throws StartException {
        try (Replay absent = clampingToPmtu("wg7", "eth0");
                Replay alsoAbsent = clampingToPmtu("", "wg7");
                Replay notGiven = clampingToPmtu("wg0", "")) {
            assertThat(absent.pathSource()).isEqualTo(PathSource.ABSENT);
            assertThat(alsoAbsent.pathSource()).isEqualTo(PathSource.ABSENT);
            assertThat(notGiven.pathSource()).isEqualTo(PathSource.NO_WAY);
            assertThat(absent.census(() -> false).count(Outcome.MTU_UNKNOWN)).isEqualTo(1);
            assertThat(notGiven.census(() -> false).count(Outcome.MTU_UNKNOWN)).isEqualTo(1);
        }
    }
}
