// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench.live;

import java.util.Comparator;

/**
 * What is measured: a variant with so many queues.
 *
 * @param queues 0 for a kernel rule
 */
record Subject(Variant variant, int queues) implements Comparable<Subject> {
    private static final Comparator<Subject> BY_QUEUES =
            Comparator.comparingInt(Subject::queues).thenComparing(Subject::variant);

    String title() {
        return queues > 1 ? variant.title + ", " + queues + " queues" : variant.title;
    }

    /** Kernel rules first, then consumers with one queue, then those with more. */
    @Override
    public int compareTo(Subject other) {
        return BY_QUEUES.compare(this, other);
    }
}
