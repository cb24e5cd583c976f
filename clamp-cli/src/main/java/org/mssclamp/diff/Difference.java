// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import java.util.List;
import java.util.OptionalLong;

/**
 * A packet that is not the same in both captures.
 *
 * @param first its number in the first capture, from 1; nothing if it is missing there
 * @param second its number in the second
 * @param what the packet it is, for people
 * @param fields what differs; none if it is missing in one
 */
public record Difference(OptionalLong first, OptionalLong second, String what, List<ChangedField> fields) {
    public Difference {
        fields = List.copyOf(fields);
    }
}
