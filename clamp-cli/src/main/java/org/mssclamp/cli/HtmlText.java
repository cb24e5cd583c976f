// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.config.Quoted;

/** HTML, written element by element; whatever text is put in is escaped, so that no name in a capture becomes markup. */
final class HtmlText {
    private final StringBuilder html = new StringBuilder();

    /** For content or an attribute's value in double quotes; control characters become question marks. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (char c : Quoted.printable(text).toCharArray()) {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Puts in markup of ours as it is. */
    HtmlText markup(String ours) {
        html.append(ours);
        return this;
    }

    /** Puts in an element of text. */
    HtmlText element(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    /** Puts in an element of text with an attribute. */
    HtmlText element(String name, String attribute, String value, String text) {
        html.append('<')
                .append(name)
                .append(' ')
                .append(attribute)
                .append("=\"")
                .append(escaped(value))
                .append("\">");
        html.append(escaped(text)).append("</").append(name).append(">\n");
        return this;
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
