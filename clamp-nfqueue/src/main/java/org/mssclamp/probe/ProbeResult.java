// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.probe.TcpPath.Segment;

/**
 * What was found out of a path.
 *
 * @param localMtu of the interface by which packets leave, in octets
 * @param tried the largest size that was tried
 * @param smallPackets which methods are answered
 * @param method by which the path MTU was looked for; empty if none is answered
 * @param pathMtu empty if none was found
 * @param refused the least size that does not pass; empty if all that were asked for do
 * @param bound what ended a search by TCP, where the path did not
 * @param reports of ICMP, true or not
 * @param tcp empty if no port was given, or the host did not answer on it
 * @param hops empty without a trace
 * @param packets that were sent as probes
 */
public record ProbeResult(
        ProbeTarget target,
        Strategy strategy,
        int localMtu,
        int tried,
        List<SmallPackets> smallPackets,
        Optional<ProbeMethod> method,
        Ending ending,
        OptionalInt pathMtu,
        OptionalInt refused,
        Optional<SegmentBound> bound,
        List<Report> reports,
        Optional<TcpPath> tcp,
        List<Hop> hops,
        int packets,
        Duration time) {
    /** How it ended. */
    public enum Ending {
        /** With a path MTU. */
        FOUND,
        /** Nothing is answered, however small. */
        UNREACHABLE,
        /** Answers ceased, or contradict each other. */
        UNSTEADY
    }

    /** Copies the lists. */
    public ProbeResult {
        smallPackets = List.copyOf(smallPackets);
        reports = List.copyOf(reports);
        hops = List.copyOf(hops);
    }

    /** Whether larger packets than pass were tried, and nobody says which do. */
    public boolean isBlackHole() {
        boolean told = reports.stream().anyMatch(this::isTrue)
                || narrowest().flatMap(Hop::drop).flatMap(Hop.Drop::said).isPresent();
        return refused.isPresent() && !told && !isContradicted();
    }

    /** Whether a full segment of TCP shows the opposite of what the search has found: that says nothing for certain, then. */
    public boolean isContradicted() {
        return isRefuted() || tcp.filter(this::isLostThoughItFits).isPresent();
    }

    /** Whether a full segment got through that is larger than what the search has found to pass. */
    public boolean isRefuted() {
        return refused.isPresent()
                && tcp.filter(path -> path.segment() == Segment.THROUGH && path.packetOctets() >= refused.getAsInt())
                        .isPresent();
    }

    private boolean isLostThoughItFits(TcpPath path) {
        return path.segment() == Segment.LOST && pathMtu.isPresent() && path.packetOctets() <= pathMtu.getAsInt();
    }

    /** Whether a report names the path MTU. */
    public boolean isTrue(Report report) {
        return pathMtu.isPresent() && report.mtu() == pathMtu.getAsInt();
    }

    /** Where the MTU drops to that of the whole path, if a trace has found that. */
    public Optional<Hop> narrowest() {
        return hops.stream()
                .filter(hop -> hop.drop().isPresent() && hop.mtu().equals(pathMtu))
                .findFirst();
    }
}
