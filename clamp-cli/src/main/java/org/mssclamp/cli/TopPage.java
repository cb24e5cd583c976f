// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines that are cut to a width before they get a style. Not thread-safe. */
final class TopPage {
    private final int width;
    private final Palette palette;
    private final List<String> lines = new ArrayList<>();

    TopPage(int width, Palette palette) {
        this.width = width;
        this.palette = palette;
    }

    void add(String line) {
        lines.add(cut(line));
    }

    void addHeading(String line) {
        lines.add(palette.strong(cut(line)));
    }

    void addBad(String line) {
        lines.add(palette.bad(cut(line)));
    }

    void addFaint(String line) {
        lines.add(palette.faint(cut(line)));
    }

    private String cut(String line) {
        String text = line.stripTrailing();
        return text.length() <= width ? text : text.substring(0, width);
    }

    int height() {
        return lines.size();
    }

    /** The first lines, at most so many. */
    List<String> lines(int most) {
        return List.copyOf(lines.subList(0, Math.min(lines.size(), most)));
    }
}
