// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;

/**
 * What was measured, round by round.
 *
 * @param nsPerPacket processor time, of each round
 * @param packets of all rounds
 * @param allocatedOctets of all rounds
 */
record Figures(List<Double> nsPerPacket, long packets, long allocatedOctets) {
    /** Sorts the rounds, the fastest first. */
    Figures {
        nsPerPacket = nsPerPacket.stream().sorted().toList();
    }

    int rounds() {
        return nsPerPacket.size();
    }

    boolean isEmpty() {
        return nsPerPacket.isEmpty();
    }

    double median() {
        int middle = rounds() / 2;
        return rounds() % 2 == 1
                ? nsPerPacket.get(middle)
                : (nsPerPacket.get(middle - 1) + nsPerPacket.get(middle)) / 2;
    }

    double fastest() {
        return nsPerPacket.get(0);
    }

    double slowest() {
        return nsPerPacket.get(rounds() - 1);
    }

    double allocatedOctetsPerPacket() {
        return (double) allocatedOctets / packets;
    }

    /** Packets that one processor does in a second. */
    static long perSecond(double nsPerPacket) {
        return Math.round(1e9 / nsPerPacket);
    }
}
