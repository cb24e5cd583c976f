// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.bench.live.Goal.Outcome;

class SoaksTest {
    private static final String RUN =
            "{'measurement':'environment','commit':'later','daemon':'aaa','jdks':{'jdk17':'17.0.1','jdk25':'25.0.1'}}";
    private static final String OF_BEFORE = "{'measurement':'environment','commit':'aaa','jdks':{'jdk17':'17.0.1'}}";

    @TempDir
    Path directory;

    @Test
    void joinsTheRunOfTheSameDaemonAndJdk() {
        Results results = results(OF_BEFORE, soak(10, 400));

        assertThat(results.of(Figure.SOAK_MINUTES, Variant.JDK17).median()).isEqualTo(10);
        assertThat(results.leftOut()).isEmpty();
        assertThat(goal(results).outcome()).isEqualTo(Outcome.HELD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'measurement':'environment','commit':'aaa','daemon':'bbb','jdks':{'jdk17':'17.0.1'}} | as of bbb on 17.0.1
            {'measurement':'environment','commit':'aaa','jdks':{'jdk17':'17.0.2'}}                | as of aaa on 17.0.2
            {'measurement':'environment','commit':'aaa-dirty','jdks':{'jdk17':'17.0.1'}}          | as of aaa-dirty on 17.0.1
            {'measurement':'environment','jdks':{'jdk17':'17.0.1'}}                               | as of unknown on 17.0.1
            {'measurement':'environment','commit':'aaa','jdks':{'jdk17':'17.0.1'},'own_rules':true} | as of aaa on 17.0.1
            """, quoteCharacter = '"')
    void saysThatOneOfAnotherDaemonOrJdkIsLeftOut(String environment, String whose) throws IOException {
        Results results = results(environment, soak(10, 400));

        assertThat(results.of(Figure.SOAK_MINUTES, Variant.JDK17).isEmpty()).isTrue();
        assertThat(results.leftOut()).singleElement().asString().contains("JDK 17 " + whose + ", not of aaa on 17.0.1");
        assertThat(goal(results).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void theLongestOfSeveralCounts() {
        Results results = results(OF_BEFORE, soak(10, 400), OF_BEFORE, soak(1, 300));

        assertThat(results.of(Figure.SOAK_MINUTES, Variant.JDK17).median()).isEqualTo(10);
    }

    @Test
    void oneThatLostSynsHoldsNoGoal() {
        Goal goal = goal(results(OF_BEFORE, soak(10, 399)));

        assertThat(goal.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(goal.measured()).contains("SYNs lost: 1");
    }

    @Test
    void aRunMayHaveNone() throws IOException {
        Path measurements = Files.writeString(directory.resolve("measurements.jsonl"), RUN.replace('\'', '"'));

        assertThat(Results.read(measurements, directory.resolve("soak.jsonl")).leftOut())
                .isEmpty();
    }

    private static String soak(int minutes, int clamped) {
        return """
                {'measurement':'soak','round':1,'variant':'jdk17','queues':1,'sent':400,'window_ns':%d,'clamped':%d,\
                'unclamped':0,'rss_kib':60000,'collections':0,'allocated_kib':0,'heap_kib_before':100,'heap_kib':200}""".formatted(minutes * 60_000_000_000L - 499_999_999, clamped);
    }

    private static Results results(String... soaks) {
        List<Line> run = SampleRun.lines(Stream.of(RUN));
        return Results.of(run, new Soaks(SampleRun.lines(Stream.of(soaks))));
    }

    private static Goal goal(Results results) {
        return Goals.of(results).stream()
                .filter(goal -> goal.wording().startsWith("JDK 17: packet threads allocate"))
                .findFirst()
                .orElseThrow();
    }
}
