// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three rounds of no rule and three consumers, with round numbers. */
final class SampleRun {
    private SampleRun() {}

    static Results results() throws IOException {
        return results(lines());
    }

    /** Of lines with single quotes, in an environment of which nothing is known. */
    static Results results(String... lines) {
        return results(lines(Stream.concat(Stream.of("{'measurement':'environment'}"), Stream.of(lines))));
    }

    /** Of these lines, and no soak besides. */
    static Results results(List<Line> lines) {
        return Results.of(lines, new Soaks(List.of()));
    }

    /** Reads lines with single quotes. */
    static List<Line> lines(Stream<String> lines) {
        return lines.map(line -> parse(line.replace('\'', '"'))).toList();
    }

    static List<Line> lines() throws IOException {
        try (InputStream file = Objects.requireNonNull(SampleRun.class.getResourceAsStream("measurements.jsonl"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(SampleRun::parse).collect(Collectors.toList());
        }
    }

    static Line parse(String json) {
        try {
            return Line.parse(json);
        } catch (IOException malformed) {
            throw new AssertionError(json, malformed);
        }
    }
}
