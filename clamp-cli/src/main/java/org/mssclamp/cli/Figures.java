// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;

/** What was measured, round by round. */
record Figures(List<Round> rounds) {
    private static final double NS_PER_MILLISECOND = 1e6;

    Figures {
        rounds = List.copyOf(rounds);
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    /** Packets of all rounds. */
    long packets() {
        return rounds.stream().mapToLong(Round::packets).sum();
    }

    /** Processor time of a packet; only if there is a round. */
    Spread nsPerPacket() {
        return Spread.of(rounds.stream().mapToDouble(Round::nsPerPacket));
    }

    /** Processor time of a round; only if there is one. */
    Spread millisecondsPerRound() {
        return Spread.of(rounds.stream().mapToDouble(round -> round.cpuNs() / NS_PER_MILLISECOND));
    }

    double allocatedOctetsPerPacket() {
        return (double) rounds.stream().mapToLong(Round::allocatedOctets).sum() / packets();
    }

    /** Packets that one processor does in a second. */
    static long perSecond(double nsPerPacket) {
        return Math.round(1e9 / nsPerPacket);
    }
}
