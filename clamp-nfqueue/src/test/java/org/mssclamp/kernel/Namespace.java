// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.packet.Family;

/**
 * A network namespace of the tests' own, removed on close and, at the latest, when the tests' process ends.
 *
 * <p>The processes in it are ended first. What a process that was killed left behind is removed by the next. For any
 * thread.
 */
public final class Namespace implements AutoCloseable {
    private static final Path DIRECTORY = Path.of("/run/netns");
    private static final Pattern NAME = Pattern.compile("mssclamp-(\\d+)-.*");
    /** Among the flags of a device, as {@code ip link} prints them. */
    private static final Pattern UP = Pattern.compile("<[^>]*\\bUP\\b[^>]*>");

    private static final int PATIENCE_SECONDS = 10;
    private static final Set<Namespace> OPEN = ConcurrentHashMap.newKeySet();

    static {
        removeLeftovers();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Namespace::close)));
    }

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    /** Makes a namespace with nothing in it but a loopback that is up. */
    public static Namespace create(String role) {
        Namespace namespace =
                new Namespace("mssclamp-" + ProcessHandle.current().pid() + "-" + role);
        execute("", List.of("ip", "netns", "add", namespace.name));
        OPEN.add(namespace);
        namespace.ip("link set lo up");
        return namespace;
    }

    private static void removeLeftovers() {
        if (!Files.isDirectory(DIRECTORY)) {
            return;
        }
        try (var names = Files.list(DIRECTORY)) {
            names.map(path -> path.getFileName().toString())
                    .filter(Namespace::isLeftover)
                    .forEach(Namespace::removeLeftover);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeLeftover(String name) {
        try {
            remove(name);
        } catch (IllegalStateException e) {
            // Another process that starts now was faster, or the next one will try again.
        }
    }

    /** Ends the processes in it first: they would keep it alive, and without its name nobody could find them. */
    private static void remove(String name) {
        List<ProcessHandle> processes = execute("", List.of("ip", "netns", "pids", name))
                .lines()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
        processes.forEach(ProcessHandle::destroy);
        processes.forEach(Namespace::awaitEnd);
        execute("", List.of("ip", "netns", "del", name));
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static boolean isLeftover(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    public String name() {
        return name;
    }

    /** Waits until the device carries packets: the kernel activates it a moment after both its ends are up. */
    public void awaitCarrier(String device) {
        Patience patience = new Patience("carrier of " + device);
        while (!run("ip", "link", "show", "dev", device).contains("state UP")) {
            patience.spend();
        }
    }

    /** Waits until every Ethernet device in here that was set up carries packets. */
    public void awaitCarriers() {
        Patience patience = new Patience("carriers in " + name);
        while (run("ip", "-oneline", "link").lines().anyMatch(Namespace::isWithoutCarrier)) {
            patience.spend();
        }
    }

    private static boolean isWithoutCarrier(String link) {
        return UP.matcher(link).find() && link.contains("link/ether") && !link.contains("state UP");
    }

    /** What a command prints that runs in here; throws with it if the command fails. */
    public String run(String... command) {
        return feed("", command);
    }

    /** As {@link #run}, with something for the command to read. */
    public String feed(String input, String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(List.of(command));
        return execute(input, inside);
    }

    /** Carries out commands of {@code ip}, one to a line. */
    public void ip(String commands) {
        feed(commands, "ip", "-batch", "-");
    }

    /** Carries out commands of {@code ip rule}, one to a line, for one family. */
    void rules(Family family, String commands) {
        feed(commands, "ip", family == Family.IPV4 ? "-4" : "-6", "-batch", "-");
    }

    private static String execute(String input, Collection<String> command) {
        try {
            Process process = new ProcessBuilder(List.copyOf(command))
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream standardInput = process.getOutputStream()) {
                standardInput.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + ": exit code " + code + "\n" + input + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
        }
    }

    /** Writes a setting below {@code /proc/sys/net}. */
    void configure(String setting, String value) {
        call(() -> Files.writeString(Path.of("/proc/sys/net", setting), value));
    }

    /** Calls on a thread that is in here, and so are the sockets it makes. */
    public <T> T call(Callable<T> callable) {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return callable.call();
        });
        new Thread(task, name).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("in namespace " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in namespace " + name, e);
        }
    }

    /** Starts a thread that is in here. */
    public Thread start(Runnable runnable) {
        Thread thread = new Thread(
                () -> {
                    enter();
                    runnable.run();
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Moves this thread, for the rest of its life. */
    private void enter() {
        int fd = Libc.open(DIRECTORY.resolve(name).toString(), Libc.O_RDONLY_CLOEXEC);
        try {
            Libc.setns(fd, Libc.CLONE_NEWNET);
        } finally {
            Libc.close(fd);
        }
    }

    @Override
    public void close() {
        if (OPEN.remove(this)) {
            remove(name);
        }
    }
}
