// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/**
 * The process that has a queue.
 *
 * @param name as {@code ps} shows it
 * @param isDaemon whether it is {@code mssclampd}
 */
record Owner(int pid, String name, boolean isDaemon) {
    @Override
    public String toString() {
        return (isDaemon ? "mssclampd" : name) + " (pid " + pid + ")";
    }
}
