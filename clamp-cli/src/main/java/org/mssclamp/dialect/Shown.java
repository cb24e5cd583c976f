// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

/** Text of others, made fit for a message or a comment: one line, not too long, nothing that a terminal obeys. */
final class Shown {
    private static final int MAX_QUOTED = 60;
    private static final int MAX_LINE = 400;

    private Shown() {}

    /** In double quotes. */
    static String of(String text) {
        return '"' + cut(text, MAX_QUOTED) + '"';
    }

    /** A line, for a comment. */
    static String line(String text) {
        return cut(text.strip(), MAX_LINE);
    }

    private static String cut(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(most).map(c -> isHarmless(c) ? c : '?').forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > most ? shown + "..." : shown.toString();
    }

    /** What YAML takes for a character of a comment, too (YAML 1.2.2 section 5.1, c-printable). */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint == '\t';
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
