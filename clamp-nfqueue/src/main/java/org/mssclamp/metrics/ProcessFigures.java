// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this process takes at one moment; empty what the system does not say.
 *
 * @param started of the process, the same at each look
 * @param collections by collector
 */
record ProcessFigures(
        OptionalLong residentOctets,
        OptionalLong threads,
        Optional<Duration> cpu,
        Optional<Instant> started,
        long heapUsedOctets,
        long heapMaxOctets,
        List<Collections> collections) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int OCTETS_PER_KILOBYTE = 1024;

    /** What one collector of garbage has done. */
    record Collections(String collector, long count, Duration time) {}

    /** Looks. */
    static ProcessFigures now() {
        List<String> status = status();
        ProcessHandle.Info info = ProcessHandle.current().info();
        Runtime runtime = Runtime.getRuntime();
        OptionalLong resident = number(status, "VmRSS:");
        return new ProcessFigures(
                resident.isEmpty() ? resident : OptionalLong.of(resident.getAsLong() * OCTETS_PER_KILOBYTE),
                number(status, "Threads:"),
                info.totalCpuDuration(),
                info.startInstant(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(ProcessFigures::collections)
                        .toList());
    }

    private static Collections collections(GarbageCollectorMXBean collector) {
        return new Collections(
                collector.getName(),
                Math.max(0, collector.getCollectionCount()),
                Duration.ofMillis(Math.max(0, collector.getCollectionTime())));
    }

    private static List<String> status() {
        try {
            return Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** That of the line {@code Key: number unit}. */
    static OptionalLong number(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().replaceAll("\\D.*", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
