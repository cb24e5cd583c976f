// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

/**
 * A mean of random values, with the error that comes of their number.
 *
 * @param standardError standard deviation of the values, by the root of their number
 */
public record Estimate(double mean, double standardError) {
    /** Adds up values (B. P. Welford, Technometrics 4(3), 1962). Not thread-safe. */
    static final class Tally {
        private long count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double difference = value - mean;
            mean += difference / count;
            squares += difference * (value - mean);
        }

        /** Of the values so far; zeros if there is none. */
        Estimate estimate() {
            return new Estimate(mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count));
        }
    }
}
