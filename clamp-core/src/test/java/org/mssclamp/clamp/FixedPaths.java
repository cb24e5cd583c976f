// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/** Paths that carry the same for every packet. */
public final class FixedPaths implements Paths {
    private final int forwardMtu;
    private final int reverseMtu;
    private final List<Direction> expected = new ArrayList<>();

    /** An MTU for each direction, or {@link Paths#UNKNOWN}. */
    public FixedPaths(int forwardMtu, int reverseMtu) {
        this.forwardMtu = forwardMtu;
        this.reverseMtu = reverseMtu;
    }

    @Override
    public void expect(SynPacket syn, PacketContext context, Direction direction) {
        expected.add(direction);
    }

    /** What it was told to expect, in that order. */
    List<Direction> expected() {
        return expected;
    }

    @Override
    public int mtu(SynPacket syn, PacketContext context, Direction direction) {
        return switch (direction) {
            case FORWARD -> forwardMtu;
            case REVERSE -> reverseMtu;
            case BOTH -> Math.min(forwardMtu, reverseMtu);
        };
    }
}
