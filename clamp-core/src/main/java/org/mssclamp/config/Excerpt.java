// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/** A line of text behind its number, with a stretch underlined. */
final class Excerpt {
    /** Longer lines are cut to this many characters around the stretch. */
    private static final int MAX_LINE = 160;

    private static final int BEFORE_STRETCH = 60;
    private static final String CUT = "...";
    private static final int GUTTER = 4;

    private Excerpt() {}

    /** Two lines, without a line end after the second. */
    static String of(Position position) {
        int[] line = position.text().codePoints().toArray();
        int start = Math.min(position.column() - 1, line.length);
        int from = line.length <= MAX_LINE ? 0 : Math.max(start - BEFORE_STRETCH, 0);
        int to = Math.min(from + MAX_LINE, line.length);
        String shown = (from > 0 ? CUT : "") + Quoted.printable(new String(line, from, to - from));
        String indent = (from > 0 ? " ".repeat(CUT.length()) : "") + blank(line, from, start);
        int width = Math.max(Math.min(position.width(), to - start), 1);

        String number = Integer.toString(position.line());
        int gutter = Math.max(GUTTER, number.length());
        return " ".repeat(gutter - number.length()) + number + " | " + shown + (to < line.length ? CUT : "") + "\n"
                + " ".repeat(gutter) + " | " + indent + "^" + "~".repeat(width - 1);
    }

    /** As wide as the characters; tabs stay tabs, so that the terminal treats both lines alike. */
    private static String blank(int[] line, int from, int to) {
        StringBuilder blank = new StringBuilder();
        for (int i = from; i < to; i++) {
            blank.append(line[i] == '\t' ? '\t' : ' ');
        }
        return blank.toString();
    }
}
