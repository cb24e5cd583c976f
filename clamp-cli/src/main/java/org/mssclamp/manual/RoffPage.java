// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.manual;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Renders Markdown as a man page, in the macros of man(7).
 *
 * <p>It knows headings, paragraphs, lists of one level, tables and fenced code. The first line is {@code # NAME - PURPOSE}. Of
 * a table each row becomes a paragraph that hangs from its first cell.
 */
final class RoffPage {
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern ITEM = Pattern.compile("(?:-|[0-9]+\\.) .*");

    private final String name;
    private final int section;
    private final Manual.Edition edition;
    private final StringBuilder roff = new StringBuilder();
    private final List<String> paragraph = new ArrayList<>();

    /**
     * Begins a page.
     *
     * @param file its file name, such as {@code mssclampd.8}
     */
    RoffPage(String file, Manual.Edition edition) {
        int dot = file.lastIndexOf('.');
        name = file.substring(0, dot);
        section = Integer.parseInt(file.substring(dot + 1));
        this.edition = edition;
    }

    String render(String markdown) {
        Iterator<String> lines = markdown.lines().iterator();
        begin(lines.next());
        List<String> header = List.of();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.stripLeading().startsWith("```")) {
                endParagraph();
                code(lines, line.indexOf('`'));
            } else if (line.startsWith("|")) {
                endParagraph();
                header = header.isEmpty() ? cells(line) : row(header, line);
                continue;
            } else if (line.startsWith("#")) {
                endParagraph();
                heading(line);
            } else if (ITEM.matcher(line).matches()) {
                endParagraph();
                paragraph.add(line);
            } else if (line.isBlank()) {
                endParagraph();
            } else {
                paragraph.add(line);
            }
            header = List.of();
        }
        endParagraph();
        return roff.toString();
    }

    private void begin(String title) {
        line(".\\\" Printed from the code and from docs/rules.md; changes here are lost.");
        line(String.format(
                ".TH %s %d %s \"mssclamp %s\" mssclamp",
                name.toUpperCase(Locale.ROOT), section, edition.date(), edition.version()));
        // Neither hyphens nor blanks of our own: names and options are to be found by searching.
        line(".nh");
        line(".ad l");
        line(".SH NAME");
        line(RoffText.of(title.substring(2)).replaceFirst(" - ", " \\\\- "));
    }

    private void heading(String line) {
        boolean top = line.startsWith("## ");
        String text = line.replaceFirst("#+ ", "");
        line((top ? ".SH " : ".SS ") + RoffText.argument(top ? text.toUpperCase(Locale.ROOT) : text));
    }

    private void endParagraph() {
        if (paragraph.isEmpty()) {
            return;
        }
        String first = paragraph.get(0);
        if (ITEM.matcher(first).matches()) {
            int blank = first.indexOf(' ');
            line(first.startsWith("-") ? ".IP \\(bu 2" : ".IP " + first.substring(0, blank) + " 3");
            paragraph.set(0, first.substring(blank + 1));
        } else {
            line(".PP");
        }
        paragraph.forEach(text -> line(RoffText.of(text.strip())));
        paragraph.clear();
    }

    private void code(Iterator<String> lines, int indentation) {
        line(".PP");
        line(".RS 4");
        line(".nf");
        for (String line = lines.next(); !line.stripLeading().startsWith("```"); line = lines.next()) {
            line(RoffText.literal(line.substring(Math.min(indentation, line.length()))));
        }
        line(".fi");
        line(".RE");
    }

    /** Returns the header for the rows to come. */
    private List<String> row(List<String> header, String line) {
        List<String> cells = cells(line);
        if (cells.get(0).startsWith("---")) {
            return header;
        }
        int last = cells.size() - 1;
        line(".TP");
        line(RoffText.bold(cells.get(0)));
        List<String> between = new ArrayList<>();
        for (int i = 1; i < last; i++) {
            if (!cells.get(i).isEmpty()) {
                between.add(header.get(i) + " " + cells.get(i));
            }
        }
        if (!between.isEmpty()) {
            line(RoffText.of(String.join("; ", between)));
            line(".br");
        }
        line(RoffText.of(cells.get(last)));
        return header;
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return CELL_END.splitAsStream(inner)
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    private void line(String text) {
        roff.append(text).append('\n');
    }
}
