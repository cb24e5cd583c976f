// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.explain.Style;
import picocli.CommandLine.Help.Ansi;

/** The few styles of our output, or none of them. */
record Palette(boolean colored) implements Style {
    static final Palette PLAIN = new Palette(false);

    /** Colours if standard output is a terminal that has them; {@code NO_COLOR} and {@code TERM=dumb} forbid them. */
    static Palette ofTerminal() {
        return new Palette(!"dumb".equals(System.getenv("TERM")) && Ansi.AUTO.enabled());
    }

    @Override
    public String good(String text) {
        return styled("32", text);
    }

    String bad(String text) {
        return styled("31", text);
    }

    @Override
    public String strong(String text) {
        return styled("1", text);
    }

    @Override
    public String faint(String text) {
        return styled("2", text);
    }

    private String styled(String code, String text) {
        return colored ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
