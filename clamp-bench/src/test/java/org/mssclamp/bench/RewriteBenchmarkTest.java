// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

/** A comparison is fair only of ways that end in the same octets. */
class RewriteBenchmarkTest {
    private final Blackhole blackhole = new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

    @AutoClose
    private final RewriteBenchmark benchmark = new RewriteBenchmark();

    @BeforeEach
    void open() {
        benchmark.open();
    }

    private void assertRebuilds(BiConsumer<RewriteBenchmark, Blackhole> way) {
        way.accept(benchmark, blackhole);
        for (int i = 0; i < PacketBenchmark.BATCH; i++) {
            assertThat(benchmark.octets(i)).as("packet %d", i).isEqualTo(benchmark.rebuilt(i));
            assertThat(benchmark.octets(i)).as("packet %d", i).isNotEqualTo(benchmark.original(i));
        }
    }

    @Test
    void pcap4jMakesTheSameOctets() {
        assertRebuilds(RewriteBenchmark::inPlace);
    }

    @Test
    void wholeChecksumsAreTheSame() {
        assertRebuilds(RewriteBenchmark::inPlaceWithWholeChecksum);
    }

    @Test
    void makesThemEachTime() {
        benchmark.inPlace(blackhole);
        assertRebuilds(RewriteBenchmark::inPlace);
        assertRebuilds(RewriteBenchmark::inPlaceWithWholeChecksum);
    }
}
