// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.u16;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.SynKind;

/**
 * Rules carried out naively, in the order written, with the policy of the defaults.
 *
 * @param rules as a configuration has them
 */
public record NaiveRules(List<Rule> rules) {
    private static final int ACK = 0x10;

    /** What the gateway knows of a packet besides its octets. */
    public record Context(String in, String out, int mark) {}

    /** The packet as it goes on, in an array of its own. */
    public byte[] apply(byte[] octets, Context context) {
        byte[] current = octets.clone();
        for (Rule rule : rules) {
            if (mismatches(rule, current, context).isEmpty()) {
                current = apply(rule, current);
                if (!rule.continues()) {
                    return current;
                }
            }
        }
        return current;
    }

    private static byte[] apply(Rule rule, byte[] octets) {
        if (!(rule.action() instanceof Action.Limit action) || rule.mode() == Mode.OBSERVE) {
            return octets;
        }
        int limit = action.mss(family(NaivePacket.of(octets)));
        boolean adds = rule.missingMss() == MissingMss.ADD;
        return new ReferenceClamp(limit, adds, false, false).apply(octets).orElseThrow();
    }

    private static Family family(NaivePacket packet) {
        return packet.version() == 4 ? Family.IPV4 : Family.IPV6;
    }

    /** Whether the clamp looks at rules at all for this packet: a SYN whose header is whole. */
    public static boolean isSyn(byte[] octets) {
        NaivePacket packet = NaivePacket.of(octets);
        return packet.beginsTcp() && packet.isSyn() && packet.holdsTcpHeader();
    }

    /** What of a rule a packet does not satisfy; every key, if it is no SYN. */
    public static Set<MatchKey> mismatches(Rule rule, byte[] octets, Context context) {
        if (!isSyn(octets)) {
            return EnumSet.allOf(MatchKey.class);
        }
        NaivePacket packet = NaivePacket.of(octets);
        Match match = rule.match();
        Set<MatchKey> mismatches = EnumSet.noneOf(MatchKey.class);
        for (MatchKey key : MatchKey.values()) {
            if (!satisfies(key, match, packet, context)) {
                mismatches.add(key);
            }
        }
        if (!rule.action().isFor(family(packet))) {
            mismatches.add(MatchKey.FAMILY);
        }
        return mismatches;
    }

    private static boolean satisfies(MatchKey key, Match match, NaivePacket packet, Context context) {
        byte[] octets = packet.octets();
        int tcp = packet.transportOffset();
        return switch (key) {
            case FAMILY -> match.family().map(family(packet)::equals).orElse(true);
            case IN -> satisfiesAny(match.in(), context.in());
            case OUT -> satisfiesAny(match.out(), context.out());
            case FLAGS ->
                match.flags() == SynKind.BOTH || (match.flags() == SynKind.SYN_ACK) == ((octets[tcp + 13] & ACK) != 0);
            case SPORT -> satisfiesAny(match.sourcePorts(), u16(octets, tcp));
            case DPORT -> satisfiesAny(match.destinationPorts(), u16(octets, tcp + 2));
            case MARK ->
                match.mark()
                        .map(mark -> (context.mark() & mark.mask()) == mark.value())
                        .orElse(true);
            case MSS -> match.mss().map(range -> satisfies(range, packet)).orElse(true);
            case FROM -> satisfies(match.from(), packet, 0);
            case TO -> satisfies(match.to(), packet, 1);
        };
    }

    private static boolean satisfiesAny(List<InterfacePattern> patterns, String name) {
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern ->
                                pattern.wildcard() ? name.startsWith(pattern.name()) : name.equals(pattern.name()));
    }

    private static boolean satisfiesAny(List<PortRange> ranges, int port) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.low() <= port && port <= range.high());
    }

    private static boolean satisfies(MssRange range, NaivePacket packet) {
        List<Integer> values = ReceivedOptions.of(packet).mssValues();
        if (values.isEmpty()) {
            return range.excluded();
        }
        int mss = u16(packet.octets(), values.get(0));
        return (range.low() <= mss && mss <= range.high()) != range.excluded();
    }

    /** The source has number 0, the destination number 1. */
    private static boolean satisfies(List<Prefix> prefixes, NaivePacket packet, int addressNumber) {
        int octets = packet.version() == 4 ? 4 : 16;
        int at = (packet.version() == 4 ? 12 : 8) + addressNumber * octets;
        BigInteger address = new BigInteger(1, Arrays.copyOfRange(packet.octets(), at, at + octets));
        List<Prefix> holding = prefixes.stream()
                .filter(prefix -> prefix.family() == family(packet) && holds(prefix, address, octets * 8))
                .toList();
        boolean included = holding.stream().anyMatch(prefix -> !prefix.excluded());
        boolean excluded = holding.stream().anyMatch(Prefix::excluded);
        return !excluded && (included || prefixes.stream().allMatch(Prefix::excluded));
    }

    private static boolean holds(Prefix prefix, BigInteger address, int bits) {
        BigInteger network = unsigned(prefix.high()).shiftLeft(64).or(unsigned(prefix.low()));
        return address.xor(network).shiftRight(bits - prefix.length()).signum() == 0;
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
