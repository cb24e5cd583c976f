// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.probe.ProbeAnswer.Kind;
import org.mssclamp.probe.ProbeMethod;
import org.mssclamp.probe.ProbeSocket;
import org.mssclamp.probe.ProbeSockets;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.probe.SearchPlan;
import org.mssclamp.probe.TcpPath;
import org.mssclamp.probe.TcpPath.Segment;

/** The sockets of this machine, or of the network namespace that the thread is in. */
public final class KernelProbes implements ProbeSockets {
    private static final int LEAST_PACKET = 100;
    private static final int LARGEST_PACKET = 65_535;

    @Override
    public ProbeSocket open(ProbeMethod method, ProbeTarget target, int octets, int hops) {
        return switch (method) {
            case ICMP -> DatagramProbe.icmp(target, octets, hops);
            case UDP -> DatagramProbe.udp(target, octets, hops);
            case TCP -> new SegmentProbe(target, octets);
        };
    }

    @Override
    public boolean permits(ProbeMethod method, ProbeTarget target) {
        try {
            if (method == ProbeMethod.TCP) {
                TcpConnection.to(target).close();
            } else {
                open(method, target, LEAST_PACKET, ALL_HOPS).close();
            }
            return true;
        } catch (ErrnoException refused) {
            if (!refused.lacksPermission()) {
                throw refused;
            }
            return false;
        }
    }

    /** The kernel refuses what is larger, and says what is not. */
    @Override
    public int localMtu(ProbeTarget target) {
        try (ProbeSocket socket = DatagramProbe.udp(target, LARGEST_PACKET, ALL_HOPS)) {
            socket.send();
            return socket.await(Duration.ZERO)
                    .filter(answer -> answer.kind() == Kind.TOO_BIG_HERE)
                    .map(answer -> answer.mtu())
                    .orElse(LARGEST_PACKET);
        }
    }

    @Override
    public Optional<TcpPath> connect(ProbeTarget target, Duration patience) {
        try (TcpConnection connection = TcpConnection.to(target)) {
            return switch (connection.open(patience)) {
                case OPEN -> Optional.of(fullSegment(connection, patience));
                case REFUSED -> Optional.of(TcpPath.REFUSED);
                case SILENT -> Optional.empty();
            };
        }
    }

    private static TcpPath fullSegment(TcpConnection connection, Duration patience) {
        OptionalInt received = connection.receivedMss();
        TcpInfo before = connection.info();
        int octets = connection.packetOctets(before);
        int announced = before.announcedMss();
        connection.sendSegment(before.segmentOctets());
        boolean acknowledged = connection.awaitAcknowledged(patience);
        TcpInfo after = connection.info();
        Segment segment;
        if (acknowledged) {
            segment = connection.packetOctets(after) < octets ? Segment.REDUCED : Segment.THROUGH;
        } else {
            segment = unacknowledged(after);
        }
        return new TcpPath(true, announced, received, octets, segment, after.pathMtu());
    }

    private static Segment unacknowledged(TcpInfo info) {
        if (info.isClosed()) {
            return Segment.RESET;
        }
        // Far hosts leave time for few, one that takes no data for none.
        return info.retransmissions() < SearchPlan.MAX_PROBES ? Segment.UNDECIDED : Segment.LOST;
    }
}
