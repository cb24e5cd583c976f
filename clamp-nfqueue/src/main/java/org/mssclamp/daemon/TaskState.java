// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel says of one thread, by {@code stat} and {@code schedstat} of proc(5).
 *
 * @param runnable whether it runs, or would if it were given a processor
 * @param processorNs how long it has run
 */
record TaskState(boolean runnable, long processorNs) {
    // pid (name) state …; the name may hold anything
    private static final Pattern STATE = Pattern.compile(".*\\) (\\S) .*");
    private static final Pattern PROCESSOR_NS = Pattern.compile("(\\d{1,18}) .*");

    private static final Path TASKS = Path.of("/proc/self/task");
    /** Of a thread's name, as many as the kernel knows. */
    private static final int NAME_LENGTH = 15;

    /** Of our first thread of this name; empty if there is none, or the kernel does not tell. */
    static Optional<TaskState> of(String threadName) {
        String name = threadName.substring(0, Math.min(threadName.length(), NAME_LENGTH));
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.filter(task -> isNamed(task, name)).findFirst().flatMap(TaskState::read);
        } catch (IOException unmounted) {
            return Optional.empty();
        }
    }

    private static boolean isNamed(Path task, String name) {
        return new ProcFile(task.resolve("comm")).lines().equals(List.of(name));
    }

    private static Optional<TaskState> read(Path task) {
        return parse(new ProcFile(task.resolve("stat")).lines(), new ProcFile(task.resolve("schedstat")).lines());
    }

    static Optional<TaskState> parse(List<String> stat, List<String> schedstat) {
        Matcher state = STATE.matcher(String.join(" ", stat));
        Matcher processorNs = PROCESSOR_NS.matcher(String.join(" ", schedstat));
        if (!state.matches() || !processorNs.matches()) {
            return Optional.empty();
        }
        return Optional.of(new TaskState(state.group(1).equals("R"), Long.parseLong(processorNs.group(1))));
    }
}
