// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.stream.DoubleStream;

/**
 * Where values lie.
 *
 * @param median the middle value, or the mean of the middle two
 */
record Spread(double median, double least, double most) {
    /** Of one value at least. */
    static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
