// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

/** Which way a frame went, seen from the machine that captured it. */
public enum Direction {
    /** The capture does not say. */
    UNKNOWN,
    IN,
    OUT
}
