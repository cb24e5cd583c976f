// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.Locale;
import org.mssclamp.rule.InterfacePattern;

/**
 * The name of an interface of another system.
 *
 * @param text one that Linux allows
 * @param isStandIn whether it is another than the original
 */
record InterfaceName(String text, boolean isStandIn) {
    private static final String ALLOWED = "[A-Za-z0-9._-]{1,14}[A-Za-z0-9._*+-]?";

    /** The name itself, or the nearest to it that is allowed: {@code GigabitEthernet0/1} is {@code gigabite0-1}. */
    static InterfaceName of(String original) throws UntranslatableException {
        if (original.matches(ALLOWED) && !original.matches("\\.{1,2}")) {
            return new InterfaceName(original, false);
        }
        String plain = original.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^-+|-+$", "");
        String letters = plain.replaceAll("[^a-z].*$", "");
        String number = plain.substring(letters.length());
        int room = InterfacePattern.MAX_NAME_LENGTH - number.length();
        String text = letters.substring(0, Math.max(Math.min(letters.length(), room), 0)) + number;
        if (text.isEmpty() || text.length() > InterfacePattern.MAX_NAME_LENGTH || text.matches("\\.{1,2}")) {
            throw new UntranslatableException("no interface on Linux can have a name like " + Shown.of(original));
        }
        return new InterfaceName(text, true);
    }
}
