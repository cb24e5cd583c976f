// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.util.concurrent.ThreadLocalRandom;

/** The seed of a run: the one given by {@code -Dseed=N}, or else a new one. */
public final class Seed {
    private Seed() {}

    /** Prints the seed, so that the run can be had again. */
    public static long of(Class<?> test) {
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) : Long.parseLong(given);
        System.out.println(test.getSimpleName() + ": again with -Dseed=" + seed);
        return seed;
    }
}
