// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mssclamp.kernel.Namespace;

/** The daemon as a process of its own in a namespace, and what it says. */
public final class DaemonProcess implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;
    private static final String SOCKET = "--socket";

    // A test run in the background may have been started with these ignored, and a JVM leaves it so.
    private static final List<String> WITH_SIGNALS = List.of("env", "--default-signal=HUP,INT,TERM");
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Mssclampd.class.getName());

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    private DaemonProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "output of " + process.pid());
        reader.start();
    }

    /** Starts it; without a control socket unless the arguments name one. */
    public static DaemonProcess start(Namespace namespace, String... arguments) {
        return startBy(namespace, List.of(), arguments);
    }

    /** Starts it by a command that starts another, such as {@code setpriv}. */
    static DaemonProcess startBy(Namespace namespace, List<String> starter, String... arguments) {
        return launch(command(namespace, starter, arguments));
    }

    private static DaemonProcess launch(List<String> command) {
        try {
            return new DaemonProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of the command that starts it; each program in it becomes the next one. */
    static List<String> command(Namespace namespace, List<String> starter, String... arguments) {
        List<String> command = commandAsConfigured(namespace, starter, arguments);
        if (!List.of(arguments).contains(SOCKET)) {
            // The default path is for one daemon of the whole machine.
            command.addAll(List.of(SOCKET, "off"));
        }
        return command;
    }

    private static List<String> commandAsConfigured(Namespace namespace, List<String> starter, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        command.addAll(WITH_SIGNALS);
        command.addAll(starter);
        command.addAll(JAVA);
        command.addAll(List.of(arguments));
        return command;
    }

    /** One that serves its queues. */
    public static DaemonProcess serving(Namespace namespace, String... arguments) {
        return ready(start(namespace, arguments));
    }

    /** As {@link #serving}, but its control socket is where the configuration says. */
    public static DaemonProcess servingAsConfigured(Namespace namespace, String... arguments) {
        return ready(launch(commandAsConfigured(namespace, List.of(), arguments)));
    }

    /** As {@link #serving}, by another program than a Java of its own. */
    public static DaemonProcess servingBy(Namespace namespace, List<String> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        command.addAll(WITH_SIGNALS);
        command.addAll(program);
        command.addAll(List.of(arguments));
        command.addAll(List.of(SOCKET, "off"));
        return ready(launch(command));
    }

    private static DaemonProcess ready(DaemonProcess daemon) {
        daemon.awaitLines("ready: ", 1);
        return daemon;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add(e.toString());
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** How many lines have this in them. */
    synchronized long count(String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    /** Waits until that many lines have this in them. */
    synchronized void awaitLines(String part, long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (count(part) < count) {
            if (System.nanoTime() - deadline > 0 || (!process.isAlive() && !reader.isAlive())) {
                throw new AssertionError(count + " times \"" + part + "\" is not in: " + lines);
            }
            try {
                wait(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /** All that it said on both streams. */
    public synchronized String output() {
        return String.join("\n", lines);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal; the name is without {@code SIG}. */
    public void signal(String name) {
        signal(pid(), name);
    }

    /** Sends a signal to a process; the name is without {@code SIG}. */
    static void signal(long pid, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Stops all its threads where they are, until signal {@code CONT}. */
    public void freeze() {
        freeze(pid());
    }

    /** Stops all threads of a process where they are. */
    static void freeze(long pid) {
        signal(pid, "STOP");
        while (!isFrozen(pid)) {
            Thread.onSpinWait();
        }
    }

    /** The processors that its thread of this name may run on, as the kernel writes them. */
    String cpusOf(String thread) {
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            for (Path task : (Iterable<Path>) threads::iterator) {
                if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
                    return Files.readAllLines(task.resolve("status")).stream()
                            .filter(line -> line.startsWith("Cpus_allowed_list:"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElseThrow();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no thread " + thread);
    }

    private static boolean isFrozen(long pid) {
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                // number (name) state …
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException threadEnded) {
            return false;
        }
    }

    /** Waits for its end, and until all it said was read. */
    public int exitCode() {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + output());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks it to stop, and checks that it does in good order. */
    public String stop() {
        signal("TERM");
        int code = exitCode();
        if (code != 0) {
            throw new AssertionError("exit code " + code + ": " + output());
        }
        return output();
    }

    /** The end of one that did not stop of its own accord. */
    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }
}
