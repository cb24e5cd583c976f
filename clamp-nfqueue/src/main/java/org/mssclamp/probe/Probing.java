// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.Random;

/** One run of probes to one target, and what it has cost so far. Not thread-safe. */
final class Probing {
    /** Small enough for any path, and room for the least segment that Linux makes (TCP_MIN_MSS, 88). */
    private static final int CONTROL_OCTETS = 160;

    private final ProbeSockets sockets;
    private final ProbeTarget target;
    private final ProbeClock clock;
    private final Random random;
    private int packets;

    Probing(ProbeSockets sockets, ProbeTarget target, ProbeClock clock, Random random) {
        this.sockets = sockets;
        this.target = target;
        this.clock = clock;
        this.random = random;
    }

    ProbeSockets sockets() {
        return sockets;
    }

    ProbeTarget target() {
        return target;
    }

    ProbeClock clock() {
        return clock;
    }

    Random random() {
        return random;
    }

    /** The size of a packet that is expected to pass. */
    int controlOctets() {
        return CONTROL_OCTETS;
    }

    Pace pace(ProbeMethod method) {
        return new Pace(clock, random, method.patience());
    }

    ProbeSocket open(ProbeMethod method, int octets, int hops) {
        return sockets.open(method, target, octets, hops);
    }

    void send(ProbeSocket socket) {
        packets++;
        socket.send();
    }

    /** Probes sent, those that set up a connection not counted. */
    int packets() {
        return packets;
    }
}
