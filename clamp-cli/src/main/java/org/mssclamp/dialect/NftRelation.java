// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.rule.MssRange;

/**
 * What a match of nft compares something with.
 *
 * @param masked bits that are looked at; empty for all of them
 * @param operator {@code ==}, {@code !=}, {@code <}, {@code >}, {@code <=}, {@code >=}, {@code !}; empty if none is written
 * @param items what it may be: of each one or several words, of which bits are made
 * @param isSet whether they stand in braces
 * @param over bits that are looked at, if they stand behind a slash
 */
record NftRelation(List<String> masked, String operator, List<List<String>> items, boolean isSet, List<String> over) {
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("==", "=="),
            Map.entry("eq", "=="),
            Map.entry("!=", "!="),
            Map.entry("ne", "!="),
            Map.entry("<", "<"),
            Map.entry("lt", "<"),
            Map.entry(">", ">"),
            Map.entry("gt", ">"),
            Map.entry("<=", "<="),
            Map.entry("le", "<="),
            Map.entry(">=", ">="),
            Map.entry("ge", ">="),
            Map.entry("!", "!"));

    private static final int MAX = 0xFFFF;

    /** Takes the words behind what is compared. */
    static NftRelation take(NftWords words, NftMatches.Sets sets) throws UntranslatableException {
        List<String> masked = words.takeIf("&") || words.takeIf("and") ? bits(words) : List.of();
        String operator = OPERATORS.getOrDefault(words.peek(), "");
        words.skip(operator.isEmpty() ? 0 : 1);
        if (words.peek().startsWith("@")) {
            NftWords elements = new NftWords(sets.elements(words.take().substring(1)));
            return new NftRelation(masked, operator, items(elements), true, List.of());
        }
        if (words.peek().equals("{")) {
            return new NftRelation(masked, operator, items(words), true, List.of());
        }
        List<List<String>> items = new ArrayList<>();
        do {
            items.add(bits(words));
        } while (words.takeIf(","));
        List<String> over = new ArrayList<>();
        if (words.takeIf("/")) {
            do {
                over.addAll(bits(words));
            } while (words.takeIf(","));
        }
        return new NftRelation(masked, operator, items, false, over);
    }

    private static List<List<String>> items(NftWords words) throws UntranslatableException {
        if (!words.takeIf("{")) {
            throw new UntranslatableException("a set without its elements");
        }
        List<List<String>> items = new ArrayList<>();
        while (!words.takeIf("}")) {
            items.add(bits(words));
            if (!words.takeIf(",") && !words.peek().equals("}")) {
                throw new UntranslatableException(Shown.of(words.take()) + " in a set");
            }
        }
        return items;
    }

    /** {@code syn}, {@code syn | rst}, {@code (syn | rst)}. */
    private static List<String> bits(NftWords words) throws UntranslatableException {
        boolean isEnclosed = words.takeIf("(");
        List<String> bits = new ArrayList<>();
        do {
            bits.add(words.take());
        } while (words.takeIf("|"));
        if (isEnclosed && !words.takeIf(")")) {
            throw new UntranslatableException("an expression in parentheses");
        }
        return bits;
    }

    boolean isNegated() {
        return operator.equals("!=");
    }

    /** Those that are single words; throws for anything but being one of them or none. */
    List<String> values() throws UntranslatableException {
        if (!masked.isEmpty()) {
            throw new UntranslatableException("a comparison of some bits");
        }
        return maskedValues();
    }

    /** As {@link #values}, of the bits under {@link #mask}. */
    List<String> maskedValues() throws UntranslatableException {
        boolean isPlain = operator.isEmpty() || operator.equals("==") || operator.equals("!=");
        if (!isPlain || !over.isEmpty()) {
            throw new UntranslatableException("a comparison by " + operator + over);
        }
        List<String> values = new ArrayList<>();
        for (List<String> item : items) {
            if (item.size() != 1) {
                throw new UntranslatableException("bits of several, " + Shown.of(String.join(" | ", item)));
            }
            values.add(item.get(0));
        }
        return values;
    }

    /** The mask of a number, if there is one. */
    Optional<String> mask() throws UntranslatableException {
        if (masked.size() > 1) {
            throw new UntranslatableException("a mask of several, " + Shown.of(String.join(" | ", masked)));
        }
        return masked.stream().findFirst();
    }

    /** Numbers of 16 bits; with {@link #isNegated} those that it is not. */
    List<MssRange> ranges() throws UntranslatableException {
        if (!masked.isEmpty()) {
            throw new UntranslatableException("a number under a mask");
        }
        boolean isOrdered = operator.startsWith("<") || operator.startsWith(">");
        List<MssRange> ranges = new ArrayList<>();
        for (String value : isOrdered ? single() : values()) {
            ranges.add(isOrdered ? beyond(Literals.mss(value, false)) : Literals.mss(value, false));
        }
        return ranges;
    }

    private List<String> single() throws UntranslatableException {
        if (items.size() != 1 || items.get(0).size() != 1) {
            throw new UntranslatableException("a comparison with several");
        }
        return items.get(0);
    }

    private MssRange beyond(MssRange number) throws UntranslatableException {
        int least = operator.equals(">") ? number.low() + 1 : operator.equals(">=") ? number.low() : 0;
        int most = operator.equals("<") ? number.low() - 1 : operator.equals("<=") ? number.low() : MAX;
        if (least > most) {
            throw new UntranslatableException("no number is " + operator + " " + number.low());
        }
        return new MssRange(least, most, false);
    }
}
