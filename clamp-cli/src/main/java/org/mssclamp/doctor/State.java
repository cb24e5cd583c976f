// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Locale;

/** What came of a check. */
public enum State {
    OK,
    /** Some traffic may be worse off. */
    WARN,
    /** Clamping does not work. */
    FAIL,
    /** It could not be looked at. */
    SKIPPED;

    /** The name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is something to mend. */
    public boolean isProblem() {
        return this == WARN || this == FAIL;
    }
}
