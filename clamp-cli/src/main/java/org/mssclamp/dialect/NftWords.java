// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;

/** The words and signs of a rule of nft, to be taken one by one. Not thread-safe. */
final class NftWords {
    private static final String SIGNS = "{}(),|&^=<>!;";
    private static final List<String> LONG_SIGNS = List.of("==", "!=", "<=", ">=", "<<", ">>");

    private final List<Word> words;
    private int next;

    /**
     * A word or sign.
     *
     * @param isQuoted what stands in quotes is no keyword
     */
    record Word(String text, boolean isQuoted) {}

    NftWords(String rule) {
        words = cut(rule);
    }

    private static List<Word> cut(String rule) {
        List<Word> words = new ArrayList<>();
        int index = 0;
        while (index < rule.length()) {
            char c = rule.charAt(index);
            int end = index + 1;
            if (Character.isWhitespace(c)) {
                index = end;
                continue;
            }
            if (c == '"') {
                int quote = rule.indexOf('"', end);
                int close = quote < 0 ? rule.length() : quote;
                words.add(new Word(rule.substring(end, close), true));
                index = close + 1;
                continue;
            }
            if (isSign(c)) {
                end = LONG_SIGNS.contains(rule.substring(index, Math.min(end + 1, rule.length()))) ? end + 1 : end;
            } else {
                end = endOfWord(rule, end);
            }
            words.add(new Word(rule.substring(index, end), false));
            index = end;
        }
        return words;
    }

    private static int endOfWord(String rule, int begin) {
        int end = begin;
        while (end < rule.length() && !isEnd(rule.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isEnd(char c) {
        return Character.isWhitespace(c) || c == '"' || isSign(c);
    }

    private static boolean isSign(char c) {
        return SIGNS.indexOf(c) >= 0;
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** The next word, which stays; empty at the end. */
    String peek() {
        return hasNext() ? words.get(next).text() : "";
    }

    /** The next word; throws at the end. */
    String take() throws UntranslatableException {
        if (!hasNext()) {
            throw new UntranslatableException("the rule breaks off");
        }
        return words.get(next++).text();
    }

    /** Takes the next word if it is this one, and not quoted. */
    boolean takeIf(String word) {
        boolean is = hasNext() && words.get(next).equals(new Word(word, false));
        next += is ? 1 : 0;
        return is;
    }

    /** Takes as many, or as there are. */
    void skip(int count) {
        next = Math.min(next + count, words.size());
    }

    /** All of them. */
    List<Word> all() {
        return words;
    }
}
