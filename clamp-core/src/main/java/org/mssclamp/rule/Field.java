// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynPacket;

/**
 * A value of packets by which rules are filed, as a number of 128 bits.
 *
 * <p>Whom a rule matches, of them the number is in one of its blocks; the reverse need not hold.
 *
 * @param key what asks for it
 * @param mask the bits of the mark that count; 0 for other keys
 */
record Field(MatchKey key, int mask) {
    /** Behind all values of the option. */
    private static final int ABSENT_MSS = MssRange.MAX + 1;

    private static final int IPV4_IN_128_BITS = 96;

    Field(MatchKey key) {
        this(key, 0);
    }

    long high(SynPacket syn, PacketContext context) {
        return switch (key) {
            case FROM -> syn.sourceHigh();
            case TO -> syn.destinationHigh();
            case IN -> NameBlocks.high(context.in().name());
            case OUT -> NameBlocks.high(context.out().name());
            default -> 0;
        };
    }

    long low(SynPacket syn, PacketContext context) {
        return switch (key) {
            case FROM -> syn.sourceLow();
            case TO -> syn.destinationLow();
            case IN -> NameBlocks.low(context.in().name());
            case OUT -> NameBlocks.low(context.out().name());
            case SPORT -> syn.sourcePort();
            case DPORT -> syn.destinationPort();
            case MARK -> Integer.toUnsignedLong(context.mark() & mask);
            case MSS -> syn.mssCount() == 0 ? ABSENT_MSS : syn.mss(0);
            case FLAGS -> syn.isAck() ? 1 : 0;
            case FAMILY -> number(syn.family());
        };
    }

    private static int number(Family family) {
        return family == Family.IPV4 ? 4 : 6;
    }

    /** Those that a rule asks for; none if it asks nothing that blocks can say. */
    Collection<Block> blocks(Rule rule) {
        Match match = rule.match();
        return switch (key) {
            case FROM -> ofPrefixes(match.from());
            case TO -> ofPrefixes(match.to());
            case IN -> NameBlocks.of(match.in());
            case OUT -> NameBlocks.of(match.out());
            case SPORT -> ofPorts(match.sourcePorts());
            case DPORT -> ofPorts(match.destinationPorts());
            case MARK ->
                match.mark()
                        .filter(mark -> mark.mask() == mask)
                        .map(mark -> List.of(Block.of(Integer.toUnsignedLong(mark.value()))))
                        .orElse(List.of());
            case MSS -> match.mss().map(Field::ofMss).orElse(List.of());
            case FLAGS ->
                match.flags() == SynKind.BOTH ? List.of() : List.of(Block.of(match.flags() == SynKind.SYN_ACK ? 1 : 0));
            case FAMILY -> ofFamilies(rule);
        };
    }

    private static Collection<Block> ofPrefixes(List<Prefix> prefixes) {
        Set<Block> blocks = new LinkedHashSet<>();
        for (Prefix prefix : prefixes) {
            if (!prefix.excluded()) {
                blocks.add(ofPrefix(prefix));
            }
        }
        return blocks;
    }

    private static Block ofPrefix(Prefix prefix) {
        int length = prefix.family() == Family.IPV4 ? IPV4_IN_128_BITS + prefix.length() : prefix.length();
        return new Block(prefix.high(), prefix.low(), length);
    }

    private static Collection<Block> ofPorts(List<PortRange> ranges) {
        Set<Block> blocks = new LinkedHashSet<>();
        for (PortRange range : ranges) {
            blocks.addAll(Block.ofRange(range.low(), range.high()));
        }
        return blocks;
    }

    private static List<Block> ofMss(MssRange range) {
        if (!range.excluded()) {
            return Block.ofRange(range.low(), range.high());
        }
        List<Block> blocks = new ArrayList<>(Block.ofRange(0, range.low() - 1));
        blocks.addAll(Block.ofRange(range.high() + 1, ABSENT_MSS));
        return blocks;
    }

    private static List<Block> ofFamilies(Rule rule) {
        List<Block> blocks = new ArrayList<>();
        for (Family family : Family.values()) {
            if (rule.match().family().orElse(family) == family && rule.action().isFor(family)) {
                blocks.add(Block.of(number(family)));
            }
        }
        return blocks.size() == Family.values().length ? List.of() : blocks;
    }
}
