// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what was measured as page, picture and JSON, and prints the goals; run by {@code lab/bench.sh}. */
public final class Performance {
    private Performance() {}

    /** Takes the measurement file, that of soaks, and the directory to write to. */
    public static void main(String[] arguments) throws IOException {
        Results results = Results.read(Path.of(arguments[0]), Path.of(arguments[1]));
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        write(results, directory);
        Tables tables = new Tables(results);
        System.out.print(String.join(
                "\n",
                tables.consumerCpu().toString(),
                tables.ratios().toString(),
                tables.lossFreeRate().toString(),
                tables.latency().toString(),
                tables.startAndMemory().toString(),
                tables.goals().toString(),
                "written: performance.md, performance.svg and performance.json in " + directory + "\n"));
    }

    static void write(Results results, Path directory) throws IOException {
        Files.writeString(directory.resolve("performance.md"), new Page(results).text());
        Files.writeString(directory.resolve("performance.svg"), new Picture(results).svg());
        Files.writeString(directory.resolve("performance.json"), new Summary(results).json());
    }
}
