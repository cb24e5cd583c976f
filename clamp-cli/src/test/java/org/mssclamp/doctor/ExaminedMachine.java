// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;

/** The files of a recorded machine in good health below a directory, for tests to change and to examine. */
record ExaminedMachine(Path root) {
    private static final Path MACHINE = Path.of("src/test/resources/machine");

    /** What each check found. */
    record Findings(Map<String, Finding> byCheck) {
        /** Throws if there is no check of that name. */
        Finding of(String check) {
            return Optional.ofNullable(byCheck.get(check)).orElseThrow();
        }
    }

    static ExaminedMachine copyTo(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(MACHINE)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, root.resolve(MACHINE.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new ExaminedMachine(root);
    }

    static Configured configured(String file, String configuration) {
        ParseResult parsed = ConfigParser.parse(file, configuration);
        return new Configured(
                file,
                Optional.empty(),
                List.of(),
                parsed.problems(),
                List.of(),
                parsed instanceof ParseResult.Accepted accepted
                        ? Optional.of(accepted.configuration())
                        : Optional.empty());
    }

    Findings examine(Configured configured) {
        return new Findings(Examination.of(new RecordedMachine(root), configured, 0).stream()
                .collect(Collectors.toMap(Diagnosis::check, Diagnosis::finding)));
    }

    Findings examine() {
        return examine(configured(
                "mssclamp.yaml", "version: 1\nqueues: [{ number: 0-1, max-length: 1024 }]\nrules: [{ mtu: 1400 }]\n"));
    }

    Finding finding(String check) {
        return examine().of(check);
    }

    Path path(String file) {
        return root.resolve(file);
    }

    void write(String file, String text) throws IOException {
        Files.writeString(Files.createDirectories(path(file).getParent()).resolve("x"), "");
        Files.writeString(path(file), text);
    }

    void delete(String file) throws IOException {
        Files.delete(path(file));
    }
}
