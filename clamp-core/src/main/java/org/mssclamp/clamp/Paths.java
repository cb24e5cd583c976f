// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/**
 * Knows what the paths of packets carry.
 *
 * <p>For the thread that decides the packets.
 */
public interface Paths {
    /** Stands for an MTU that is not to be had, or not in time. */
    int UNKNOWN = -1;

    /** Knows no path. */
    Paths NONE = new Paths() {
        @Override
        public void expect(SynPacket syn, PacketContext context, Direction direction) {}

        @Override
        public int mtu(SynPacket syn, PacketContext context, Direction direction) {
            return UNKNOWN;
        }
    };

    /** Hears that the MTU for this packet will be asked for, so that what has to be looked up is so along with others. */
    void expect(SynPacket syn, PacketContext context, Direction direction);

    /** The MTU of the packet's path in octets, or {@link #UNKNOWN}. */
    int mtu(SynPacket syn, PacketContext context, Direction direction);
}
