// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The rules as they are written: places in the text of the configuration, which is kept whole. Immutable. */
public final class RuleTexts {
    /** Of rules that were never written. */
    public static final RuleTexts NONE = new RuleTexts("", new int[0]);

    private final String text;
    /** For each rule where it begins and where it ends. */
    private final int[] places;

    private RuleTexts(String text, int[] places) {
        this.text = text;
        this.places = places;
    }

    /**
     * The text of a rule, without the dash and without what indents all of it.
     *
     * @param number of the rule, from 0; of one that was not written the text is empty
     */
    public String of(int number) {
        if (2 * number >= places.length) {
            return "";
        }
        int begin = places[2 * number];
        String written = text.substring(begin, places[2 * number + 1]);
        return written.indexOf('\n') < 0 ? written : outdented(written, begin);
    }

    private String outdented(String written, int begin) {
        int indent = begin - (text.lastIndexOf('\n', begin - 1) + 1);
        String blanks = " ".repeat(indent);
        return written.lines()
                .map(line -> line.startsWith(blanks) ? line.substring(indent) : line)
                .collect(Collectors.joining("\n"));
    }

    /** Takes one rule after the other. */
    static final class Builder {
        private static final int FEW = 16;

        private final String text;
        private int[] places = new int[2 * FEW];
        private int used;

        Builder(String text) {
            this.text = text;
        }

        /** The next rule is written from here to there, but for blanks and comments at its end: they are of what follows. */
        void add(int begin, int end) {
            if (used == places.length) {
                places = Arrays.copyOf(places, 2 * used);
            }
            places[used++] = begin;
            places[used++] = endOfItsOwn(begin, end);
        }

        private int endOfItsOwn(int begin, int end) {
            int last = end;
            while (last > begin) {
                while (last > begin && Character.isWhitespace(text.charAt(last - 1))) {
                    last--;
                }
                int lineBegin = last;
                while (lineBegin > begin && text.charAt(lineBegin - 1) != '\n') {
                    lineBegin--;
                }
                if (lineBegin == begin || !isComment(lineBegin)) {
                    break;
                }
                last = lineBegin;
            }
            return last;
        }

        /** Of a line that is not blank. */
        private boolean isComment(int lineBegin) {
            int first = lineBegin;
            while (Character.isWhitespace(text.charAt(first))) {
                first++;
            }
            return text.charAt(first) == '#';
        }

        RuleTexts build() {
            return new RuleTexts(text, Arrays.copyOf(places, used));
        }
    }
}
