// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

/**
 * The largest packet that a search by TCP can make a segment for, where that is what ended it: the path may carry more.
 *
 * @param octets of the packet, all of which pass
 */
public record SegmentBound(int octets, Owner owner) {
    /** Who keeps segments so small. */
    public enum Owner {
        /** The host, by the MSS that it announced or by its window. */
        HOST,
        /** The kernel here: ICMP or a route has told it an MTU, who is not known. It goes by that, true or not. */
        KERNEL
    }
}
