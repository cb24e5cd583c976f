// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

/**
 * What was measured from the beginning of a pass to the end of one.
 *
 * @param cpuNs processor time
 */
record Round(long packets, long cpuNs, long allocatedOctets) {
    double nsPerPacket() {
        return (double) cpuNs / packets;
    }
}
