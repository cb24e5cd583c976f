// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynPacket;

/** A rule with its lists as arrays, so that matching allocates no iterator; what asks nothing is one and the same array. */
final class CompiledRule extends MatchNode {
    private static final InterfacePattern[] ANY_INTERFACE = {};
    private static final Prefix[] ANY_ADDRESS = {};
    private static final PortRange[] ANY_PORT = {};

    private final Rule rule;
    private final InterfacePattern[] in;
    private final InterfacePattern[] out;
    private final Prefix[] from;
    private final Prefix[] to;
    private final PortRange[] sourcePorts;
    private final PortRange[] destinationPorts;
    private final boolean forIpv4;
    private final boolean forIpv6;
    private final @Nullable MarkMask mark;
    private final @Nullable MssRange mss;
    private final SynKind flags;

    /** With its number in the table. */
    CompiledRule(int number, Rule rule) {
        super(number, number);
        Match match = rule.match();
        this.rule = rule;
        in = match.in().toArray(ANY_INTERFACE);
        out = match.out().toArray(ANY_INTERFACE);
        from = match.from().toArray(ANY_ADDRESS);
        to = match.to().toArray(ANY_ADDRESS);
        sourcePorts = match.sourcePorts().toArray(ANY_PORT);
        destinationPorts = match.destinationPorts().toArray(ANY_PORT);
        forIpv4 = isFor(rule, Family.IPV4);
        forIpv6 = isFor(rule, Family.IPV6);
        mark = match.mark().orElse(null);
        mss = match.mss().orElse(null);
        flags = match.flags();
    }

    Rule rule() {
        return rule;
    }

    int number() {
        return lowest();
    }

    @Override
    int first(SynPacket syn, PacketContext context, int from, int end) {
        return from <= number() && number() < end && mismatch(syn, context) == null ? number() : end;
    }

    /** The first key that the packet does not satisfy, or null if it satisfies all. */
    @Nullable
    MatchKey mismatch(SynPacket syn, PacketContext context) {
        if (!(syn.family() == Family.IPV4 ? forIpv4 : forIpv6)) {
            return MatchKey.FAMILY;
        }
        if (!matchesAny(in, context.in().name())) {
            return MatchKey.IN;
        }
        if (!matchesAny(out, context.out().name())) {
            return MatchKey.OUT;
        }
        if (!flags.matches(syn.isAck())) {
            return MatchKey.FLAGS;
        }
        if (!matchesAny(sourcePorts, syn.sourcePort())) {
            return MatchKey.SPORT;
        }
        if (!matchesAny(destinationPorts, syn.destinationPort())) {
            return MatchKey.DPORT;
        }
        if (mark != null && !mark.matches(context.mark())) {
            return MatchKey.MARK;
        }
        if (mss != null && !matchesMss(mss, syn)) {
            return MatchKey.MSS;
        }
        if (!matchesAddress(from, syn.family(), syn.sourceHigh(), syn.sourceLow())) {
            return MatchKey.FROM;
        }
        return matchesAddress(to, syn.family(), syn.destinationHigh(), syn.destinationLow()) ? null : MatchKey.TO;
    }

    private static boolean isFor(Rule rule, Family family) {
        return rule.match().family().orElse(family) == family && rule.action().isFor(family);
    }

    private static boolean matchesMss(MssRange range, SynPacket syn) {
        return syn.mssCount() == 0 ? range.matchesAbsent() : range.matches(syn.mss(0));
    }

    private static boolean matchesAny(InterfacePattern[] patterns, String name) {
        for (InterfacePattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return patterns.length == 0;
    }

    private static boolean matchesAny(PortRange[] ranges, int port) {
        for (PortRange range : ranges) {
            if (range.contains(port)) {
                return true;
            }
        }
        return ranges.length == 0;
    }

    /** In one of the prefixes not excluded, if there are any, and in none excluded. */
    private static boolean matchesAddress(Prefix[] prefixes, Family family, long high, long low) {
        boolean onlyExclusions = true;
        boolean included = false;
        for (Prefix prefix : prefixes) {
            boolean inside = prefix.contains(family, high, low);
            if (prefix.excluded() && inside) {
                return false;
            }
            onlyExclusions &= prefix.excluded();
            included |= inside;
        }
        return onlyExclusions || included;
    }
}
