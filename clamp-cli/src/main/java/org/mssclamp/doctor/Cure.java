// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/** What mends what was found. */
public sealed interface Cure {
    /** As it is printed. */
    String text();

    /** A line for a shell of root: it does all of it or nothing, and takes away nothing that it has not replaced. */
    record Command(String text) implements Cure {}

    /** What to do, where no command knows enough to do it. */
    record Advice(String text) implements Cure {}
}
