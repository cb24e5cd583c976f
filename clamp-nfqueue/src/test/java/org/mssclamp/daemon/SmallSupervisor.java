// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.kernel.NotificationSocket;
import org.mssclamp.kernel.NotificationSocket.Message;
import org.mssclamp.kernel.SpawnedProcess;

/**
 * Starts the daemon in a namespace, hears what it says by sd_notify(3), keeps its descriptors, and hands them to the next one.
 *
 * <p>It starts no daemon of its own accord.
 */
final class SmallSupervisor implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;

    private final Namespace namespace;
    private final List<String> arguments;
    private final Path socketPath;
    private final Path output;
    private final NotificationSocket socket;
    private final Thread listener;
    private final List<String> messages = new ArrayList<>();
    private final Map<Integer, String> store = new LinkedHashMap<>();
    private volatile boolean closed;
    private SpawnedProcess process;

    /** Starts the first one, and waits until it is ready. */
    SmallSupervisor(Namespace namespace, Path directory, String... arguments) {
        this.namespace = namespace;
        this.arguments = List.of(arguments);
        socketPath = directory.resolve("notify-" + System.nanoTime());
        output = directory.resolve("output-" + System.nanoTime());
        socket = new NotificationSocket(socketPath);
        listener = new Thread(this::listen, "supervisor");
        listener.start();
        process = spawn();
        awaitReady(1);
    }

    private SpawnedProcess spawn() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "export LISTEN_PID=$$; exec \"$@\"", "sh"));
        command.addAll(DaemonProcess.command(namespace, List.of(), arguments.toArray(String[]::new)));
        Map<String, String> environment = new LinkedHashMap<>(Map.of("PATH", System.getenv("PATH")));
        synchronized (this) {
            environment.put("NOTIFY_SOCKET", socketPath.toString());
            environment.put("FDSTORE", "16");
            environment.put("LISTEN_FDS", Integer.toString(store.size()));
            environment.put("LISTEN_FDNAMES", String.join(":", store.values()));
            return SpawnedProcess.start(command, environment, List.copyOf(store.keySet()), output);
        }
    }

    private void listen() {
        while (!closed) {
            socket.receive().ifPresent(this::hear);
        }
    }

    private synchronized void hear(Message message) {
        messages.add(message.text());
        List<String> lines = message.text().lines().toList();
        String name = lines.stream()
                .filter(line -> line.startsWith("FDNAME="))
                .map(line -> line.substring("FDNAME=".length()))
                .findFirst()
                .orElse("");
        if (lines.contains("FDSTORE=1")) {
            store.put(message.descriptor().orElseThrow(), name);
        }
        if (lines.contains("FDSTOREREMOVE=1")) {
            store.entrySet().stream()
                    .filter(kept -> kept.getValue().equals(name))
                    .forEach(kept -> NotificationSocket.close(kept.getKey()));
            store.values().removeIf(name::equals);
        }
    }

    /** Keeps a descriptor as if the daemon had sent it. */
    synchronized void keep(int descriptor, String name) {
        store.put(descriptor, name);
    }

    /** The descriptors kept, by their names. */
    synchronized List<String> kept() {
        return List.copyOf(store.values());
    }

    /** Our own number of a descriptor that is kept. */
    synchronized int descriptor(String name) {
        return store.entrySet().stream()
                .filter(kept -> kept.getValue().equals(name))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Messages heard that begin so. */
    synchronized long heard(String beginning) {
        return messages.stream().filter(text -> text.startsWith(beginning)).count();
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    private void awaitReady(long count) {
        await("READY=1 for the time " + count, () -> heard("READY=1") >= count);
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain for " + what + ": " + output());
            }
            Thread.onSpinWait();
        }
    }

    /** Starts another one when the last has ended, and waits until it is ready. */
    void start() {
        assertThat(process.isAlive()).isFalse();
        long before = heard("READY=1");
        process = spawn();
        awaitReady(before + 1);
    }

    /** As {@link #start}, of one that will not be ready. */
    void startInVain() {
        process = spawn();
    }

    /** Ends it by a signal and starts another one. */
    void restartBy(String signal) {
        signal(signal);
        exitCode();
        start();
    }

    void signal(String name) {
        DaemonProcess.signal(process.pid(), name);
    }

    int exitCode() {
        return process.exitCode();
    }

    /** All that the daemons said on both streams. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the daemon, and lets go of what is kept. */
    @Override
    public void close() {
        if (process.isAlive()) {
            signal("KILL");
            process.exitCode();
        }
        closed = true;
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            store.keySet().forEach(NotificationSocket::close);
        }
        socket.close();
    }
}
