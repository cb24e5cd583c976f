// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code scrub ... max-mss N}, {@code match ... scrub (max-mss N)} and {@code pass ... scrub (max-mss N)} of pf.
 *
 * <p>Of several that match pf takes one; see {@link PfOrder}.
 */
final class PfReader implements DialectReader {
    private static final Pattern MACRO = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern USE = Pattern.compile("\\$([A-Za-z][A-Za-z0-9_]*)");
    private static final Pattern WITHOUT = Pattern.compile("(?:no )?scrub\\b");
    private static final String CONTINUED = "\\";
    private static final String MAX_MSS = "max-mss";
    private static final int MAX_LENGTH = 4096;

    @Override
    public List<Entry> read(String text) {
        List<Statement> statements = new ArrayList<>();
        Map<String, String> macros = new HashMap<>();
        StringBuilder begun = new StringBuilder();
        int number = 0;
        int beginning = 1;
        for (String line : text.lines().toList()) {
            number++;
            beginning = begun.isEmpty() ? number : beginning;
            String stripped = line.strip();
            if (stripped.endsWith(CONTINUED)) {
                begun.append(stripped, 0, stripped.length() - 1).append(' ');
                continue;
            }
            String whole = begun + stripped;
            begun.setLength(0);
            take(beginning, whole.replaceFirst("#.*", "").strip(), macros, statements);
        }
        if (!begun.isEmpty()) {
            take(beginning, begun.toString().replaceFirst("#.*", "").strip(), macros, statements);
        }
        return statements.stream().anyMatch(Statement::clamps) ? entries(statements) : List.of();
    }

    /** A rule that clamps, or keeps packets from those that do; macros are expanded. */
    private record Statement(int line, String original, String expanded) {
        boolean clamps() {
            return original.contains(MAX_MSS);
        }

        Entry entry(boolean continues) {
            return new PfRule(line, original, expanded, continues).entry();
        }
    }

    private static List<Entry> entries(List<Statement> statements) {
        PfOrder order = PfOrder.of(statements.stream().map(Statement::expanded).toList());
        List<Entry> entries = new ArrayList<>();
        for (Statement statement : statements) {
            entries.add(statement.entry(order == PfOrder.UNSAID));
        }
        if (order == PfOrder.LAST) {
            Collections.reverse(entries);
        }
        boolean isUnsaid = order == PfOrder.UNSAID && entries.size() > 1;
        return isUnsaid ? entries.stream().map(PfReader::ofSeveral).toList() : entries;
    }

    private static Entry ofSeveral(Entry entry) {
        return entry.rules().isEmpty()
                ? entry
                : entry.loss(
                        "of several that match pf takes one, the first scrub or the last match; ours takes the least");
    }

    private static void take(int line, String whole, Map<String, String> macros, List<Statement> statements) {
        Matcher macro = MACRO.matcher(whole);
        if (macro.matches()) {
            macros.put(macro.group(1), expanded(macro.group(2).replace("\"", ""), macros));
        } else if (whole.contains(MAX_MSS) || WITHOUT.matcher(whole).lookingAt()) {
            statements.add(new Statement(line, whole, expanded(whole, macros)));
        }
    }

    private static String expanded(String text, Map<String, String> macros) {
        Matcher use = USE.matcher(text);
        String whole =
                use.replaceAll(found -> Matcher.quoteReplacement(macros.getOrDefault(found.group(1), found.group())));
        return whole.length() > MAX_LENGTH ? text : whole;
    }
}
