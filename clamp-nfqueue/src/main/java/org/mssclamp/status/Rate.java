// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

/**
 * How many there were in a second.
 *
 * @param lastSecond over about the last second
 * @param lastMinute over about the last minute, or as long as there was counting
 * @param sinceStart as long as there was counting
 */
public record Rate(double lastSecond, double lastMinute, double sinceStart) {
    /** Of what never was. */
    public static final Rate ZERO = new Rate(0, 0, 0);
}
