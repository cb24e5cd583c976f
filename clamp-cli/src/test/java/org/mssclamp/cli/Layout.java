// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of the built layout, whose programs run as processes in an environment of their own. */
record Layout(Path directory) {
    private static final Path BUILT = Path.of("target/mssclamp");

    static Layout copyTo(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(BUILT)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        directory.resolve(BUILT.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new Layout(directory);
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /** The files beside the jars, and the jars, whose names begin so. */
    List<Path> lib(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("lib"))) {
            return files.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /** Runs a program of the layout without input. */
    Run run(String program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program(program).toString()));
        command.addAll(List.of(arguments));
        return run(command, "", environment);
    }

    /** Runs a command. */
    static Run run(List<String> command, String input, Map<String, String> environment)
            throws IOException, InterruptedException {
        File stdin = Files.writeString(Files.createTempFile("stdin", ""), input).toFile();
        File stdout = File.createTempFile("stdout", "");
        File stderr = File.createTempFile("stderr", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(stdin)
                .redirectOutput(stdout)
                .redirectError(stderr);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TERM", "xterm");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            int exitCode = process.waitFor();
            return new Run(exitCode, Files.readString(stdout.toPath()), Files.readString(stderr.toPath()));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            for (File file : List.of(stdin, stdout, stderr)) {
                Files.delete(file.toPath());
            }
        }
    }
}
