// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import java.util.Arrays;
import java.util.List;

/** The upper bounds, inclusive, by which a {@link Histogram} tells values apart. Immutable. */
public final class Buckets {
    /** Below it a value is looked up, not searched for. */
    private static final int LARGEST_TABLE = 1 << 14;

    private final long[] bounds;
    private final byte[] ofSmallValues;

    /** From the lowest bound to the highest, fewer than 127; what is above them all has a bucket of its own. */
    public Buckets(long... bounds) {
        this.bounds = bounds.clone();
        long largestSmall = -1;
        for (long bound : bounds) {
            largestSmall = bound < LARGEST_TABLE ? bound : largestSmall;
        }
        ofSmallValues = new byte[(int) largestSmall + 1];
        for (int value = 0; value < ofSmallValues.length; value++) {
            ofSmallValues[value] = (byte) search(value);
        }
    }

    /** The bounds, without that of the last bucket, which has none. */
    public List<Long> bounds() {
        return Arrays.stream(bounds).boxed().toList();
    }

    /** How many there are, with the one above all bounds. */
    int count() {
        return bounds.length + 1;
    }

    /** The bucket of a value, from 0. */
    int of(long value) {
        return 0 <= value && value < ofSmallValues.length ? ofSmallValues[(int) value] : search(value);
    }

    private int search(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
