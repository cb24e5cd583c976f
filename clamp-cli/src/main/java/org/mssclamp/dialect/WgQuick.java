// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of wg-quick, in whose commands {@code %i} stands for its own name; see wg-quick(8). */
final class WgQuick {
    private static final Pattern FILE = Pattern.compile("(?:.*/)?([A-Za-z0-9_=.-]{1,15})[.]conf");

    private WgQuick() {}

    /** The text with its name, if it is one. */
    static String named(String source, String text) {
        Matcher file = FILE.matcher(source);
        boolean isOne = text.lines().anyMatch(line -> line.strip().equals("[Interface]"));
        return isOne && file.matches() ? text.replace("%i", file.group(1)) : text;
    }
}
