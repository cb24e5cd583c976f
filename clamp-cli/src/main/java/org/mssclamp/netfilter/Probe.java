// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mssclamp.packet.Family;

/** Packets of one kind and family, of which rules ask something. */
public record Probe(PacketKind kind, Family family) {
    private static final Set<String> STATES = Set.of("new", "established", "related", "invalid", "untracked");
    /** Type and code of "packet too big": fragmentation needed in ICMPv4. */
    private static final int FRAGMENTATION_NEEDED = 4;

    /** Whether it is of one of these protocols, by name or number. */
    Answer isOf(List<String> protocols) {
        Set<String> ours = kind.protocols(family);
        return Answer.of(protocols.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> ours.contains(name) || name.equals("all") || name.equals("0")));
    }

    /** Whether of the flags in a mask it has just these; all in lower case. */
    Answer hasOf(Set<String> mask, Set<String> flags) {
        Set<String> possible = kind.possibleTcpFlags();
        boolean same = kind.isTcp()
                && mask.stream()
                        .filter(flag -> !possible.contains(flag))
                        .allMatch(flag -> kind.tcpFlags().contains(flag) == flags.contains(flag));
        return Answer.of(same).and(mask.stream().anyMatch(possible::contains) ? Answer.SOME : Answer.YES);
    }

    /** Whether it has one of these flags, at least; all in lower case. */
    Answer hasAnyOf(Set<String> flags) {
        if (flags.stream().anyMatch(kind.tcpFlags()::contains)) {
            return Answer.YES;
        }
        return flags.stream().anyMatch(kind.possibleTcpFlags()::contains) ? Answer.SOME : Answer.NO;
    }

    /** Whether it is in one of these states of connection tracking. */
    Answer isIn(List<String> states) {
        List<String> lower =
                states.stream().map(state -> state.toLowerCase(Locale.ROOT)).toList();
        if (lower.contains(kind.connectionState())) {
            return Answer.YES;
        }
        if (lower.contains("dnat") || lower.contains("snat")) {
            return Answer.SOME;
        }
        return STATES.containsAll(lower) ? Answer.NO : Answer.UNKNOWN;
    }

    /** Whether it is a fragment without the header behind IP; those that begin a connection are none. */
    Answer isLaterFragment() {
        return kind == PacketKind.DATA ? Answer.SOME : Answer.NO;
    }

    /** Whether it goes in this direction of its connection. */
    Answer goes(String direction) {
        String ours = kind.connectionDirection();
        if (ours.isEmpty()) {
            return Answer.SOME;
        }
        return Answer.of(ours.equals(direction.toLowerCase(Locale.ROOT)));
    }

    /** Whether it came in by, or leaves by, an interface that is asked for by name. */
    static Answer passes(String interfaceName) {
        if (interfaceName.equals("+") || interfaceName.equals("*")) {
            return Answer.YES;
        }
        // What is forwarded never has it.
        return interfaceName.equals("lo") ? Answer.NO : Answer.SOME;
    }

    /** Whether it has this ICMP type, and this code if one is given. */
    Answer hasIcmp(String type, String code) {
        if (kind.isTcp()) {
            return Answer.NO;
        }
        Answer sameType = family == Family.IPV4
                ? named(type, "3", "destination-unreachable")
                : named(type, "2", "packet-too-big");
        String ours = family == Family.IPV4 ? Integer.toString(FRAGMENTATION_NEEDED) : "0";
        return code.isEmpty() ? sameType : sameType.and(named(code, ours, "frag-needed"));
    }

    private static Answer named(String text, String number, String name) {
        if (text.equals(number) || text.equals(name)) {
            return Answer.YES;
        }
        return text.equals("any") || text.equals("255") ? Answer.YES : Answer.NO;
    }
}
