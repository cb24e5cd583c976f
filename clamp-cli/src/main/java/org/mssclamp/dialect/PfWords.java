// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;

/** The words of a rule of pf, to be taken one by one. Not thread-safe. */
final class PfWords {
    private final List<String> words;
    private int next;

    PfWords(String rule) {
        words = ConfigLines.words(
                rule.replace("\"", "").replaceAll("([{}(),!])", " $1 ").replace("! =", "!="));
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** The next word, which stays; empty at the end. */
    String peek() {
        return hasNext() ? words.get(next) : "";
    }

    /** The next word; throws at the end. */
    String take() throws UntranslatableException {
        if (!hasNext()) {
            throw new UntranslatableException("the rule breaks off");
        }
        return words.get(next++);
    }

    boolean takeIf(String word) {
        boolean is = peek().equals(word);
        next += is ? 1 : 0;
        return is;
    }

    /** A word, or all those in braces. */
    List<String> list() throws UntranslatableException {
        if (!takeIf("{")) {
            return List.of(take());
        }
        List<String> list = new ArrayList<>();
        while (!takeIf("}")) {
            String word = take();
            if (!word.equals(",")) {
                list.add(word);
            }
        }
        return list;
    }

    /** What stands in parentheses, if they open here. */
    void skipParentheses() throws UntranslatableException {
        boolean isInside = takeIf("(");
        while (isInside) {
            isInside = !take().equals(")");
        }
    }
}
