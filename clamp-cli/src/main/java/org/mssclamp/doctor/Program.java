// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A command that runs, by no shell, in the locale C, without input, and not longer than a few seconds. */
final class Program {
    private static final int TIME_LIMIT_SECONDS = 5;
    /** Where the programs of root are, which other users may not have in their path. */
    private static final List<String> DIRECTORIES = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private final String name;
    private final @Nullable Process process;
    private final FutureTask<Look> reading;

    private Program(String name, @Nullable Process process, FutureTask<Look> reading) {
        this.name = name;
        this.process = process;
        this.reading = reading;
        Thread reader = new Thread(reading, name);
        reader.setDaemon(true);
        reader.start();
    }

    static Program start(List<String> command) {
        String name = command.get(0);
        Optional<Path> file = find(name);
        if (file.isEmpty()) {
            return failed(name, new Look.Unseen(name + " is not installed", true));
        }
        List<String> words = new ArrayList<>(command);
        words.set(0, file.get().toString());
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            return new Program(name, process, new FutureTask<>(() -> read(name, process)));
        } catch (IOException refused) {
            return failed(name, new Look.Unseen(name + " does not start: " + refused.getMessage(), false));
        }
    }

    private static Program failed(String name, Look look) {
        return new Program(name, null, new FutureTask<>(() -> look));
    }

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), DIRECTORIES.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Look read(String name, Process process) throws IOException, InterruptedException {
        FutureTask<String> complaint = new FutureTask<>(() -> text(process.getErrorStream()));
        new Thread(complaint, name + " errors").start();
        String output = text(process.getInputStream());
        int code = process.waitFor();
        if (code == 0) {
            return new Look.Seen(output);
        }
        return new Look.Unseen(why(name, code, complaint), false);
    }

    private static String why(String name, int code, FutureTask<String> complaint) throws InterruptedException {
        try {
            return complaint
                    .get()
                    .lines()
                    .findFirst()
                    .map(line -> name + ": " + line)
                    .orElse(name + " ended with " + code);
        } catch (ExecutionException unread) {
            return name + " ended with " + code;
        }
    }

    private static String text(InputStream octets) throws IOException {
        return new String(octets.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Waits for it, and ends it if that takes too long. */
    Look output() {
        try {
            return reading.get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException tooLong) {
            return ended("took more than " + TIME_LIMIT_SECONDS + " s");
        } catch (ExecutionException unread) {
            return ended("cannot be read: " + unread.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended("was interrupted");
        }
    }

    private Look ended(String why) {
        if (process != null) {
            process.destroyForcibly();
        }
        return new Look.Unseen(name + " " + why, false);
    }
}
