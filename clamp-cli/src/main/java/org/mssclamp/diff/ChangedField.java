// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

/**
 * A field that two frames of the same packet have differently.
 *
 * @param first its value in the first capture; empty if it is not there, or too long to be told
 * @param second its value in the second
 */
public record ChangedField(String name, String first, String second) {
    /** Whether there are values to be told. */
    public boolean hasValues() {
        return !first.isEmpty() || !second.isEmpty();
    }
}
