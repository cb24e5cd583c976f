// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts a line into words as a shell does, which is also how {@code iptables-restore} reads what was saved. */
public final class ShellWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private @Nullable StringBuilder word;
    private int next;

    private ShellWords(String line) {
        this.line = line;
    }

    /** The words without their quotes, up to a comment; empty if a quote does not end. */
    public static Optional<List<String>> of(String line) {
        return new ShellWords(line).cut();
    }

    private Optional<List<String>> cut() {
        while (next < line.length()) {
            char c = line.charAt(next++);
            if (Character.isWhitespace(c)) {
                endWord();
            } else if (c == '#' && word == null) {
                break;
            } else if (c == '"' || c == '\'') {
                if (!takeQuoted(c)) {
                    return Optional.empty();
                }
            } else {
                take(c == '\\' && next < line.length() ? line.charAt(next++) : c);
            }
        }
        endWord();
        return Optional.of(List.copyOf(words));
    }

    /** Whether the quote ends; a backslash takes the meaning from what follows it, but not between single quotes. */
    private boolean takeQuoted(char quote) {
        begin();
        while (next < line.length()) {
            char c = line.charAt(next++);
            if (c == quote) {
                return true;
            }
            take(c == '\\' && quote == '"' && next < line.length() ? line.charAt(next++) : c);
        }
        return false;
    }

    private StringBuilder begin() {
        StringBuilder begun = word == null ? new StringBuilder() : word;
        word = begun;
        return begun;
    }

    private void take(char c) {
        begin().append(c);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }
}
