// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.RuleTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Finding the first rule that a SYN satisfies, by the number of rules.
 *
 * <p>The SYNs are drawn for rules all over the table. Few packets come again before the caches forget what they touched;
 * with many, each meets a part of the table that was not read for long. In the figure: decoding too, for a worker has
 * one view of a packet and matches what it just decoded; {@link DecodeBenchmark} has that by itself. The many packets lie
 * in a row, and are in the cache before they are read, as when the kernel has just copied them.
 */
public class MatchBenchmark extends PacketBenchmark {
    private static final List<Interface> LINKS = IntStream.range(0, 16)
            .mapToObj(number -> new Interface(number + 1, "wg" + number))
            .toList();

    /** Rules in the table. */
    @Param({"1", "100", "10000", "100000"})
    public int rules = 1;

    /** Different packets: one batch, or more than the caches remember. */
    @Param({"64", "65536"})
    public int packets = BATCH;

    private final SynPacket syn = new SynPacket();
    private RuleTable table = new RuleTable(List.of());
    private PacketRow row = new PacketRow(List.of());
    private PacketContext[] contexts = new PacketContext[0];
    private int next;

    /** Draws rules and packets. */
    @Setup
    public void fill() {
        MixedRules mixed =
                new MixedRules(rules, LINKS.stream().map(Interface::name).toList(), SEED);
        table = new RuleTable(mixed.rules());
        PacketContext[] byLink = LINKS.stream().map(MatchBenchmark::leavingBy).toArray(PacketContext[]::new);
        SplittableRandom random = new SplittableRandom(SEED);
        contexts = Stream.generate(() -> byLink[random.nextInt(byLink.length)])
                .limit(packets)
                .toArray(PacketContext[]::new);
        row = new PacketRow(Stream.of(contexts)
                .map(context -> mixed.synLeavingBy(context.out().name()))
                .toList());
    }

    private static PacketContext leavingBy(Interface link) {
        PacketContext context = new PacketContext();
        context.fill(Interface.NONE, link, 0, false);
        return context;
    }

    @TearDown
    public void close() {
        row.close();
    }

    /** The next packets of the row; the figure is for one. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void match(Blackhole blackhole) {
        for (int i = 0; i < BATCH; i++) {
            int length = row.length(next);
            syn.decode(row.buffer(), row.index(next), length, length);
            blackhole.consume(table.match(syn, contexts[next], 0));
            next = next + 1 == packets ? 0 : next + 1;
        }
    }
}
