// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A transcript of commands and what they print.
 *
 * <pre>
 * $ mssclamp check bad.yaml
 * standard output, then standard error
 * [78]
 * </pre>
 *
 * The number in brackets is the exit code; 0 is left out.
 */
final class Session {
    private static final String PROMPT = "$ mssclamp";

    private Session() {}

    /** What a verb printed as JSON; the verb is named as its schema is. */
    record Document(String verb, String json) {}

    /** All of a transcript. */
    static List<Document> documents(List<String> transcript) {
        List<Document> documents = new ArrayList<>();
        String verb = "";
        for (String line : transcript) {
            if (line.startsWith(PROMPT)) {
                verb = line.substring(PROMPT.length())
                        .strip()
                        .replaceFirst(" -.*| [^ ]*[.].*", "")
                        .replace(' ', '-');
            } else if (line.startsWith("{\"schema\":")) {
                documents.add(new Document(verb, line));
            }
        }
        return documents;
    }

    /** The transcript as it is if its commands are run now, with the yaml files and captures that they name in this directory. */
    static String replay(List<String> transcript, Path directory) {
        StringBuilder replayed = new StringBuilder();
        for (String line : transcript) {
            if (line.startsWith(PROMPT)) {
                replayed.append(line).append('\n').append(output(line.substring(PROMPT.length()), directory));
            }
        }
        return replayed.toString();
    }

    private static String output(String arguments, Path directory) {
        String inDirectory = arguments.replaceAll("[^ ]+[.](yaml|pcap)\\b", directory + "/$0");
        Run run = Run.of(
                inDirectory.isBlank() ? new String[0] : inDirectory.strip().split(" +"));
        String printed = (run.out() + run.err()).replace(directory + "/", "");
        return printed + (run.exitCode() == 0 ? "" : "[" + run.exitCode() + "]\n");
    }
}
