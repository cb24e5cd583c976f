// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * A router's configuration as paths of words, whether it is written by lines with {@code set} or in braces.
 *
 * <pre>
 *   set security flow tcp-mss all-tcp mss 1350      security { flow { tcp-mss { all-tcp { mss 1350; } } } }
 * </pre>
 */
final class ConfigLines {
    /** The last word of a path that switches off what it leads to. */
    static final String DISABLE = "disable";

    private static final int MAX_DEPTH = 16;
    private static final int MAX_WORDS = 16;
    private static final int MAX_PATHS = 20_000;

    private final List<Path> paths = new ArrayList<>();
    private final Deque<List<String>> blocks = new ArrayDeque<>();

    /**
     * One setting.
     *
     * @param line from 1
     * @param original the line it stands on
     */
    record Path(int line, String original, List<String> words) {
        Path {
            words = List.copyOf(words);
        }

        /** What stands behind a word; empty if it is not there or the last. */
        String behind(String word) {
            int index = words.indexOf(word);
            return index < 0 || index + 1 == words.size() ? "" : words.get(index + 1);
        }

        String last() {
            return words.get(words.size() - 1);
        }
    }

    private ConfigLines() {}

    /** The paths with a word that speaks of an MSS, or that disable something. Never throws, whatever the text. */
    static List<Path> read(String text) {
        ConfigLines lines = new ConfigLines();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            lines.take(number, line.strip());
        }
        return lines.paths;
    }

    private void take(int number, String line) {
        if (line.startsWith("#") || line.startsWith("/*") || line.startsWith("!")) {
            return;
        }
        String spaced = line.replace("{", " { ").replace("}", " } ").replace(";", " ; ");
        List<String> statement = new ArrayList<>();
        for (String word : words(spaced)) {
            switch (word) {
                case "{" -> open(statement);
                case "}" -> {
                    end(number, line, statement);
                    blocks.poll();
                }
                case ";" -> end(number, line, statement);
                default -> statement.add(unquoted(word));
            }
        }
        end(number, line, statement);
    }

    private static String unquoted(String word) {
        boolean isQuoted = word.length() > 1 && (word.startsWith("\"") || word.startsWith("'"));
        return isQuoted && word.endsWith(word.substring(0, 1)) ? word.substring(1, word.length() - 1) : word;
    }

    private void open(List<String> statement) {
        if (blocks.size() < MAX_DEPTH) {
            blocks.push(List.copyOf(statement.subList(0, Math.min(statement.size(), MAX_WORDS))));
        }
        statement.clear();
    }

    private void end(int number, String line, List<String> statement) {
        if (statement.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>();
        List<List<String>> outermostFirst = new ArrayList<>(blocks);
        Collections.reverse(outermostFirst);
        outermostFirst.forEach(words::addAll);
        boolean isSet = statement.get(0).equals("set");
        words.addAll(statement.subList(isSet ? 1 : 0, Math.min(statement.size(), MAX_WORDS)));
        statement.clear();
        boolean isOfInterest = words.stream().anyMatch(word -> word.contains("mss") || word.equals(DISABLE));
        if (paths.size() < MAX_PATHS && isOfInterest) {
            paths.add(new Path(number, line, words));
        }
    }

    /** The words of a line that is no path, as in {@code interface Tunnel0}. */
    static List<String> words(String line) {
        return Arrays.stream(line.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
