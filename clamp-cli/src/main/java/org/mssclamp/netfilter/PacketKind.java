// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Set;
import org.mssclamp.packet.Family;

/** Packets through the gateway that rules cannot tell apart but by addresses, ports, interfaces and the like. */
public enum PacketKind {
    /** The first of a connection. */
    SYN("SYN", "new"),
    /** The answer to it. */
    SYN_ACK("SYN-ACK", "established"),
    /** Any later one. */
    DATA("data packet", "established"),
    /** The ICMP error that says of a packet that it is too big. */
    TOO_BIG("ICMP error", "related");

    private final String label;
    private final String connectionState;

    PacketKind(String label, String connectionState) {
        this.label = label;
        this.connectionState = connectionState;
    }

    /** The name in output. */
    public String label() {
        return label;
    }

    /** In lower case; none if it is not TCP. */
    Set<String> tcpFlags() {
        return switch (this) {
            case SYN -> Set.of("syn");
            case SYN_ACK -> Set.of("syn", "ack");
            case DATA -> Set.of("ack");
            case TOO_BIG -> Set.of();
        };
    }

    /** In lower case, those that it may have besides. */
    Set<String> possibleTcpFlags() {
        return switch (this) {
            case SYN, SYN_ACK -> Set.of("ecn", "cwr");
            case DATA -> Set.of("fin", "rst", "psh", "urg", "ecn", "cwr");
            case TOO_BIG -> Set.of();
        };
    }

    /** In lower case, as connection tracking has it; empty for what may have either. */
    String connectionDirection() {
        return switch (this) {
            case SYN -> "original";
            case SYN_ACK -> "reply";
            case DATA, TOO_BIG -> "";
        };
    }

    /** In lower case, as connection tracking has it. */
    String connectionState() {
        return connectionState;
    }

    boolean isTcp() {
        return this != TOO_BIG;
    }

    /** All that rules call its protocol. */
    Set<String> protocols(Family family) {
        if (isTcp()) {
            return Set.of("tcp", "6");
        }
        return family == Family.IPV4 ? Set.of("icmp", "1") : Set.of("ipv6-icmp", "icmpv6", "58");
    }
}
