// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mssclamp.libc.TcpConnection.State;
import org.mssclamp.probe.ProbeAnswer;
import org.mssclamp.probe.ProbeAnswer.Kind;
import org.mssclamp.probe.ProbeSocket;
import org.mssclamp.probe.ProbeTarget;

/** Probes by segments of data, each the first one of a connection of its own. */
final class SegmentProbe implements ProbeSocket {
    /** A SYN that was lost is sent again after a second (RFC 6298 2.1). */
    private static final Duration HANDSHAKE = Duration.ofMillis(1_500);

    private final ProbeTarget target;
    private final int octets;
    private @Nullable TcpConnection connection;
    private Optional<ProbeAnswer> immediate = Optional.empty();
    private boolean sent;

    SegmentProbe(ProbeTarget target, int octets) {
        this.target = target;
        this.octets = octets;
    }

    @Override
    public void send() {
        close();
        TcpConnection fresh = TcpConnection.to(target);
        connection = fresh;
        fresh.limit(octets);
        if (fresh.open(HANDSHAKE) != State.OPEN) {
            return;
        }
        TcpInfo info = fresh.info();
        int possible = fresh.packetOctets(info);
        if (possible < octets) {
            immediate = Optional.of(new ProbeAnswer(Kind.TOO_BIG_HERE, target.address(), possible));
            return;
        }
        fresh.sendSegment(info.segmentOctets());
        sent = true;
    }

    @Override
    public Optional<ProbeAnswer> await(Duration patience) {
        Optional<ProbeAnswer> known = immediate;
        immediate = Optional.empty();
        TcpConnection current = connection;
        if (known.isPresent() || current == null || !sent) {
            return known;
        }
        boolean acknowledged = current.awaitAcknowledged(patience);
        TcpInfo info = current.info();
        int possible = current.packetOctets(info);
        boolean smaller = possible < octets;
        // One answer for each segment.
        sent = !acknowledged && !smaller;
        if (smaller) {
            // ICMP has told the kernel an MTU, of whom nobody knows; or the kernel tries smaller segments by itself.
            boolean told = info.pathMtu() < octets;
            return told
                    ? Optional.of(new ProbeAnswer(Kind.TOO_BIG_HERE, target.address(), possible))
                    : Optional.empty();
        }
        return acknowledged ? Optional.of(new ProbeAnswer(Kind.ARRIVED, target.address(), 0)) : Optional.empty();
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
            sent = false;
        }
    }
}
