// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/**
 * What the way of a packet is to cost, beside what it does cost: warm with the same batch of packets again and again, cold
 * with many different ones.
 */
final class PathGoals {
    private static final String PIPELINE = "PipelineBenchmark.clamp packets=64 rules=1";
    private static final String COPY_IN = "PipelineBenchmark.copyIn packets=64 rules=1";
    private static final String PIPELINE_AT_SCALE = "PipelineBenchmark.clamp packets=64 rules=10000";
    private static final String COLD = "PipelineBenchmark.clamp packets=65536 rules=1";
    private static final String COLD_AT_SCALE = "PipelineBenchmark.clamp packets=65536 rules=10000";
    private static final String PCAP4J = "RewriteBenchmark.pcap4j";
    private static final String IN_PLACE = "RewriteBenchmark.inPlace";
    private static final String WHOLE_CHECKSUM = "RewriteBenchmark.inPlaceWithWholeChecksum";

    private static final String NEVER_TRACED = "TraceBenchmark.clamp tracing=NEVER";
    private static final String TRACE_ENDED = "TraceBenchmark.clamp tracing=ENDED";
    private static final String TRACED_OTHERS = "TraceBenchmark.clamp tracing=OTHERS";
    private static final String TRACE_FULL = "TraceBenchmark.clamp tracing=FULL";

    private final Rounds rounds;

    PathGoals(Rounds rounds) {
        this.rounds = rounds;
    }

    /** Prints a line for each goal whose benchmarks were run: the median of the rounds, the lowest and the highest. */
    void print(PrintStream out) {
        print(out, "whole pipeline, ns a packet (warm)", rounds.score(PIPELINE), "at most 60");
        print(out, "whole pipeline, ns a packet (cold)", rounds.score(COLD), "at most 60");
        print(out, "of it copying the packet in, for the kernel", rounds.score(COPY_IN), "none");
        print(out, "decode, match and rewrite alone, ns a packet", rounds.score(IN_PLACE), "at most 60");
        print(out, "whole pipeline, octets a packet on the heap", rounds.allocated(PIPELINE), "0");
        print(out, "at 10,000 rules (cold)", rounds.allocated(COLD_AT_SCALE), "0");
        print(out, "pcap4j / whole pipeline", ratio(PCAP4J, PIPELINE), "at least 20");
        print(out, "pcap4j / decode, match and rewrite alone", ratio(PCAP4J, IN_PLACE), "at least 20");
        print(out, "10,000 rules / one rule, pipeline (warm)", ratio(PIPELINE_AT_SCALE, PIPELINE), "at most 2");
        print(out, "10,000 rules / one rule, pipeline (cold)", ratio(COLD_AT_SCALE, COLD), "at most 2");
        print(out, "whole checksum / update, rewriting alone", ratio(WHOLE_CHECKSUM, IN_PLACE), "none");
        print(out, "a trace that ended / never traced", ratio(TRACE_ENDED, NEVER_TRACED), "at most 1.05");
        print(out, "traced for other SYNs / never traced", ratio(TRACED_OTHERS, NEVER_TRACED), "none");
        print(out, "traced, and none taken / never traced", ratio(TRACE_FULL, NEVER_TRACED), "none");
    }

    private Optional<Score> ratio(String name, String other) {
        return rounds.score(name).flatMap(figure -> rounds.score(other).map(figure::over));
    }

    private static void print(PrintStream out, String what, Optional<Score> measured, String goal) {
        measured.ifPresent(figure -> out.printf(
                Locale.ROOT,
                "%-45s %9.2f   (%.2f to %.2f)   goal: %s%n",
                what,
                figure.median(),
                figure.lowest(),
                figure.highest(),
                goal));
    }
}
