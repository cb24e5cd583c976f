// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine whose files lie below a directory, and what its commands print in files of {@code commands} there: that of
 * {@code nft -t -j list ruleset} in {@code nft -t -j list ruleset.txt}. A program without one is not installed.
 */
public final class RecordedMachine implements Machine {
    private final LinuxMachine files;
    private final Path root;
    private final List<List<String>> asked = new ArrayList<>();

    public RecordedMachine(Path root) {
        files = new LinuxMachine(root);
        this.root = root;
    }

    /** The commands that were run. */
    List<List<String>> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Look read(String path) {
        return files.read(path);
    }

    @Override
    public List<String> names(String directory) {
        return files.names(directory);
    }

    /** What a file contains where the machine has a link. */
    @Override
    public Optional<String> link(String path) {
        return files.read(path).lines().stream().findFirst();
    }

    @Override
    public Look run(List<String> command) {
        asked.add(command);
        Path output = root.resolve("commands").resolve(String.join(" ", command) + ".txt");
        try {
            return Files.exists(output)
                    ? new Look.Seen(Files.readString(output))
                    : new Look.Unseen(command.get(0) + " is not installed", true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public JavaRuntime java() {
        return new JavaRuntime("17.0.15", "/usr/lib/jvm/java-17");
    }

    @Override
    public Optional<String> nativeFailure() {
        return Optional.empty();
    }

    @Override
    public Optional<String> library() {
        return Optional.empty();
    }

    @Override
    public void await(int seconds) {}
}
