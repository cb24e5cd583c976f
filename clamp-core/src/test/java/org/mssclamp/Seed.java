// SPDX-License-Identifier: Apache-2.0
package org.mssclamp;

import java.security.SecureRandom;

/** Where the random packets and rules of one test run begin: a new number each time, or that of {@code -Dseed=N}. */
public final class Seed {
    /** The seed of this run. */
    public static final long VALUE = ofProperty(System.getProperty("seed", ""));

    /** How to see a failure again; belongs in the message of each seeded assertion. */
    public static final String REPLAY = "replay with -Dseed=" + VALUE;

    private Seed() {}

    private static long ofProperty(String text) {
        // Long enough to be new, short enough to be typed.
        return text.isBlank() ? new SecureRandom().nextInt(1_000_000_000) : Long.parseLong(text);
    }
}
