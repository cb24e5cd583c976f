// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.Collection;

/** The middle of what several rounds measured. */
public final class Median {
    private Median() {}

    /** The middle value, or the mean of the middle two; of one value at least. */
    public static double of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
