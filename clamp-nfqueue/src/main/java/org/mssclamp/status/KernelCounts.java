// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.OptionalLong;

/**
 * What the kernel counts of a queue; empty what it does not say, which is not zero.
 *
 * @param notReceived messages for which the receive buffer had no room
 * @param droppedByLength packets dropped because the queue had reached its length; none that passed instead
 * @param droppedByBuffer packets dropped because the receive buffer was full; none that passed instead
 */
public record KernelCounts(OptionalLong notReceived, OptionalLong droppedByLength, OptionalLong droppedByBuffer) {
    /** Nothing is said. */
    public static final KernelCounts UNKNOWN =
            new KernelCounts(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
