// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Count {
    private Count() {}

    /** So many of something. */
    static String of(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** With a comma before each three digits. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
