// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.mssclamp.libc.InterfaceIndex;

/**
 * This machine, or what another left below a directory.
 *
 * <p>Each command is run once; commands that were begun run side by side. Not thread-safe.
 */
public final class LinuxMachine implements Machine {
    private final Path root;
    private final Map<List<String>, Program> programs = new HashMap<>();

    /** Looks for files below a directory; commands are those of this machine. */
    public LinuxMachine(Path root) {
        this.root = root;
    }

    private Path path(String name) {
        return root.resolve(name.substring(1));
    }

    @Override
    public Look read(String name) {
        try (InputStream octets = Files.newInputStream(path(name));
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(octets) : octets) {
            return new Look.Seen(new String(plain.readAllBytes(), StandardCharsets.UTF_8));
        } catch (NoSuchFileException | InvalidPathException missing) {
            return new Look.Unseen("there is no " + name, true);
        } catch (AccessDeniedException denied) {
            return new Look.Unseen("only root may read " + name, false);
        } catch (IOException unreadable) {
            return new Look.Unseen("cannot read " + name + ": " + unreadable.getMessage(), false);
        }
    }

    @Override
    public List<String> names(String directory) {
        try (Stream<Path> files = Files.list(path(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    @Override
    public Optional<String> link(String name) {
        try {
            return Optional.of(Files.readSymbolicLink(path(name)).toString());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void begin(List<String> command) {
        programs.computeIfAbsent(command, Program::start);
    }

    @Override
    public Look run(List<String> command) {
        Program begun = programs.remove(command);
        return (begun == null ? Program.start(command) : begun).output();
    }

    @Override
    public JavaRuntime java() {
        return new JavaRuntime(System.getProperty("java.version"), System.getProperty("java.home"));
    }

    @Override
    public Optional<String> nativeFailure() {
        try {
            InterfaceIndex.name(1);
            return Optional.empty();
        } catch (LinkageError unloadable) {
            return Optional.of(String.valueOf(first(unloadable).getMessage()));
        }
    }

    /** What caused what caused it, and so on. */
    private static Throwable first(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : first(cause);
    }

    @Override
    public Optional<String> library() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches("clamp-cli-.*[.]jar"))
                .map(jar -> String.valueOf(jar.toAbsolutePath().getParent()))
                .findFirst();
    }

    @Override
    public void await(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
