// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

/**
 * What {@code bench} found.
 *
 * @param capture the file's name
 * @param configuration the file's name
 * @param interrupted whether fewer rounds were measured than were asked for
 * @param machine what it was measured on
 */
record BenchReport(
        String capture,
        CapturedTraffic traffic,
        String configuration,
        Passage passage,
        PathSource paths,
        Census census,
        Figures figures,
        boolean interrupted,
        String machine) {
    /** The JVM and the number of processors. */
    static String thisMachine() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
