// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a check found.
 *
 * @param text one sentence; of what was skipped, why
 * @param cure empty if there is nothing to mend
 */
public record Finding(State state, String text, Optional<Cure> cure) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Without what would control the terminal: processes choose their names, and rules have comments. */
    public Finding {
        text = printable(text);
        cure = cure.map(Finding::printable);
    }

    private static String printable(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    private static Cure printable(Cure cure) {
        return cure instanceof Cure.Command
                ? new Cure.Command(printable(cure.text()))
                : new Cure.Advice(printable(cure.text()));
    }

    static Finding ok(String text) {
        return new Finding(State.OK, text, Optional.empty());
    }

    static Finding warn(String text, Cure cure) {
        return new Finding(State.WARN, text, Optional.of(cure));
    }

    static Finding fail(String text, Cure cure) {
        return new Finding(State.FAIL, text, Optional.of(cure));
    }

    static Finding skipped(String why) {
        return new Finding(State.SKIPPED, why, Optional.empty());
    }
}
