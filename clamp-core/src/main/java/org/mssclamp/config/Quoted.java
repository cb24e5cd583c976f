// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/** Text of the user's, made fit for a message. */
public final class Quoted {
    private static final int MAX_LENGTH = 60;
    private static final int MAX_DIGITS = 20;

    private Quoted() {}

    /** In double quotes, on one line, cut if long. */
    public static String of(String text) {
        boolean cut = text.codePointCount(0, text.length()) > MAX_LENGTH;
        String shown = cut ? text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "..." : text;
        return '"' + printable(shown).replace('\t', ' ') + '"';
    }

    /** Digits as they are, unless they are too many to be meant. */
    static String number(String digits) {
        return digits.length() <= MAX_DIGITS ? digits : of(digits);
    }

    /** Without what a terminal would obey: every control or format character but the tab becomes a question mark. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmless(c) ? c : '?').forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint == '\t';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
