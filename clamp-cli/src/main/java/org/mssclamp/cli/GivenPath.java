// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.clamp.Paths;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/**
 * Paths that all carry the same.
 *
 * @param mtu in octets
 */
record GivenPath(int mtu) implements Paths {
    @Override
    public void expect(SynPacket syn, PacketContext context, Direction direction) {}

    @Override
    public int mtu(SynPacket syn, PacketContext context, Direction direction) {
        return mtu;
    }
}
