// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.List;
import java.util.Optional;
import org.mssclamp.packet.Family;

/**
 * What a rule asks of a packet, as written; an empty list or option asks nothing.
 *
 * @param in interfaces it may have come in by
 * @param out interfaces it may be leaving by
 * @param from prefixes of its source: in one of those not excluded, if there are any, and in none excluded
 * @param to prefixes of its destination, likewise
 * @param sourcePorts any of these ranges
 * @param destinationPorts any of these ranges
 * @param family one IP version
 * @param mark the packet mark under a mask
 * @param mss the MSS it announces
 * @param flags SYN, SYN-ACK or both
 */
public record Match(
        List<InterfacePattern> in,
        List<InterfacePattern> out,
        List<Prefix> from,
        List<Prefix> to,
        List<PortRange> sourcePorts,
        List<PortRange> destinationPorts,
        Optional<Family> family,
        Optional<MarkMask> mark,
        Optional<MssRange> mss,
        SynKind flags) {
    /** Asks nothing: every SYN matches. */
    public static final Match ALL = new Match(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SynKind.BOTH);

    /** Copies the lists. */
    public Match {
        in = List.copyOf(in);
        out = List.copyOf(out);
        from = List.copyOf(from);
        to = List.copyOf(to);
        sourcePorts = List.copyOf(sourcePorts);
        destinationPorts = List.copyOf(destinationPorts);
    }
}
