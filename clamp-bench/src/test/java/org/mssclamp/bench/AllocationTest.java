// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is on the way of a packet allocates nothing for it, once it is compiled. */
class AllocationTest {
    /**
     * The smallest object there is, once in a batch, is more; JMH's own few kilobytes in an iteration, spread over its
     * packets, are less.
     */
    private static final double MOST_OCTETS = 0.2;

    @Test
    void noPacketAllocates() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("org\\.mssclamp\\.bench\\.")
                        .exclude("pcap4j")
                        .param("rules", "1", "10000")
                        .param("packets", "64")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(500))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results)
                .hasSizeGreaterThan(10)
                .allSatisfy(result -> assertThat(leastOctets(result))
                        .as(result.getParams().id())
                        .isLessThan(MOST_OCTETS));
    }

    /** That of the best iteration: the compiler comes when it has the time. */
    private static double leastOctets(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(Rounds.OCTETS_PER_OPERATION))
                .getStatistics()
                .getMin();
    }
}
