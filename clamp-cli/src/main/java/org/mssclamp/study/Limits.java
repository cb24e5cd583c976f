// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

/**
 * What a study keeps at most, so that its memory does not grow with the capture.
 *
 * @param flows connections at a time; the one longest silent is judged by what it showed so far, and forgotten
 * @param paths from host to host, of which nothing tells that they are narrow
 * @param rows of each table: peers, routers, stalled connections, narrow paths; the others are only counted
 */
public record Limits(int flows, int paths, int rows) {
    public static final Limits DEFAULT = new Limits(100_000, 20_000, 1_000);
}
