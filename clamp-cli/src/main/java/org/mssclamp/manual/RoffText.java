// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.manual;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of Markdown as text of roff: code and what is strong in bold, links as their words, and the page that they lead to. */
final class RoffText {
    private static final Pattern MARKUP = Pattern.compile(
            "`([^`]+)`|\\*\\*(.+?)\\*\\*|(?<!\\w)\\*([^*\\s][^*]*)\\*|\\[([^]]+)]\\((?:([a-z-]+\\.md)[^)]*|[^)]*)\\)");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\'`^~-]|[^\\x00-\\x7F]");

    /** What roff would take for something else where it stands for itself, as in code. */
    private static final Map<String, String> LITERALS = Map.of(
            "\\", "\\e",
            "'", "\\(aq",
            "`", "\\(ga",
            "^", "\\(ha",
            "~", "\\(ti",
            "-", "\\-");

    private RoffText() {}

    /** A line of its own. */
    static String of(String markdown) {
        return asLine(inline(markdown));
    }

    /** As {@link #of}, in bold. */
    static String bold(String markdown) {
        return asLine("\\fB" + inline(markdown) + "\\fR");
    }

    /** A line that is to be seen as it is. */
    static String literal(String text) {
        return asLine(escape(text, true));
    }

    /** The argument of a macro. */
    static String argument(String markdown) {
        return '"' + inline(markdown).replace("\"", "\\(dq") + '"';
    }

    /** What begins like a macro is none. */
    private static String asLine(String roff) {
        return roff.startsWith(".") || roff.startsWith("'") ? "\\&" + roff : roff;
    }

    private static String inline(String markdown) {
        StringBuilder roff = new StringBuilder();
        int end = 0;
        for (MatchResult markup : MARKUP.matcher(markdown).results().toList()) {
            roff.append(escape(markdown.substring(end, markup.start()), false));
            roff.append(marked(markup));
            end = markup.end();
        }
        return roff.append(escape(markdown.substring(end), false)).toString();
    }

    private static String marked(MatchResult markup) {
        if (markup.group(1) != null) {
            return "\\fB" + escape(markup.group(1), true) + "\\fR";
        } else if (markup.group(2) != null) {
            return "\\fB" + inline(markup.group(2)) + "\\fR";
        } else if (markup.group(3) != null) {
            return "\\fI" + inline(markup.group(3)) + "\\fR";
        }
        String words = inline(markup.group(4));
        return markup.group(5) == null ? words : words + " (\\fIdocs/" + escape(markup.group(5), true) + "\\fR)";
    }

    private static String escape(String text, boolean literal) {
        return SPECIAL.matcher(text).replaceAll(special -> Matcher.quoteReplacement(escaped(special.group(), literal)));
    }

    private static String escaped(String character, boolean literal) {
        String own = LITERALS.get(character);
        if (own == null) {
            return String.format("\\[u%04X]", character.codePointAt(0));
        }
        return literal || character.equals("\\") ? own : character;
    }
}
