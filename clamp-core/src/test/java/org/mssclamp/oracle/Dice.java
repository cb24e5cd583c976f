// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded chance: the same seed, the same throws. Not thread-safe. */
public final class Dice {
    private final Random random;

    public Dice(long seed) {
        random = new Random(seed);
    }

    /** True once in so many throws. */
    public boolean oneIn(int throwsCount) {
        return random.nextInt(throwsCount) == 0;
    }

    /** 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    public long bits64() {
        return random.nextLong();
    }

    public int oneOf(int... values) {
        return values[below(values.length)];
    }

    public <T> T oneOf(List<T> values) {
        return values.get(below(values.size()));
    }

    public byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    public void shuffle(List<?> values) {
        Collections.shuffle(values, random);
    }
}
