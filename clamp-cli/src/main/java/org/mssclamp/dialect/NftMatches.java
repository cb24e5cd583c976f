// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;

/** Takes what rules of nft ask for conditions of ours. */
final class NftMatches {
    private static final Set<String> IP_OF_META =
            Set.of("iifname", "oifname", "iif", "oif", "mark", "nfproto", "l4proto", "protocol");
    private static final Set<String> WITH_FIELD = Set.of("meta", "ip", "ip6", "tcp", "th", "ct");
    private static final Set<String> OF_TWO_WORDS = Set.of("rt", "meta", "ct");
    private static final Set<String> BIT_OPERATORS =
            Set.of("&", "|", "^", "<<", ">>", "and", "or", "xor", "lshift", "rshift");
    private static final Set<String> TCP = Set.of("tcp", "6");

    private final NftWords words;
    private final Conditions conditions;
    private final Sets sets;

    /** Knows the elements of sets, in braces. */
    interface Sets {
        String elements(String name) throws UntranslatableException;
    }

    NftMatches(NftWords words, Conditions conditions, Sets sets) {
        this.words = words;
        this.conditions = conditions;
        this.sets = sets;
    }

    /** Takes the next; throws if it cannot be said. */
    void take() throws UntranslatableException {
        String key = key();
        if (words.takeIf("set")) {
            skipValue();
            return;
        }
        NftRelation relation = NftRelation.take(words, sets);
        switch (key) {
            case "iifname", "iif" -> interfaces(Side.IN, relation);
            case "oifname", "oif" -> interfaces(Side.OUT, relation);
            case "mark" -> mark(relation);
            case "nfproto", "protocol" -> family(relation);
            case "l4proto" -> protocol(relation);
            case "ip protocol" -> ofFamily(Family.IPV4, () -> protocol(relation));
            case "ip6 nexthdr" -> ofFamily(Family.IPV6, () -> protocol(relation));
            case "ip saddr" -> ofFamily(Family.IPV4, () -> addresses(Side.IN, relation));
            case "ip daddr" -> ofFamily(Family.IPV4, () -> addresses(Side.OUT, relation));
            case "ip6 saddr" -> ofFamily(Family.IPV6, () -> addresses(Side.IN, relation));
            case "ip6 daddr" -> ofFamily(Family.IPV6, () -> addresses(Side.OUT, relation));
            case "tcp sport", "th sport" -> ports(Side.IN, relation);
            case "tcp dport", "th dport" -> ports(Side.OUT, relation);
            case "tcp flags" -> conditions.kinds(NftFlags.kinds(relation));
            case "tcp option maxseg size" -> mss(relation);
            case "ct state" -> conditions.kinds(TcpFlags.kindsOfStates(relation.values(), relation.isNegated()));
            default -> throw new UntranslatableException("no rule of ours asks for " + key);
        }
    }

    private String key() throws UntranslatableException {
        String first = words.take();
        if (IP_OF_META.contains(first)) {
            return first;
        }
        if (!WITH_FIELD.contains(first)) {
            throw new UntranslatableException("no rule of ours asks for " + Shown.line(first));
        }
        String field = words.take();
        if (first.equals("meta")) {
            return IP_OF_META.contains(field) ? field : "meta " + Shown.line(field);
        }
        if (first.equals("tcp") && field.equals("option")) {
            return "tcp option " + Shown.line(words.take()) + " " + Shown.line(words.take());
        }
        return first + " " + Shown.line(field);
    }

    /** What is set to: a word, or two such as {@code rt mtu}, and what is done to its bits. */
    private void skipValue() throws UntranslatableException {
        words.skip(OF_TWO_WORDS.contains(words.peek()) ? 2 : 1);
        while (BIT_OPERATORS.contains(words.peek())) {
            words.skip(2);
        }
        if (words.peek().equals("map") || words.peek().equals("{")) {
            throw new UntranslatableException("no rule of ours decides by a map");
        }
    }

    /** A condition that can fail. */
    private interface Condition {
        void take() throws UntranslatableException;
    }

    private void ofFamily(Family family, Condition condition) throws UntranslatableException {
        conditions.family(family);
        condition.take();
    }

    private void interfaces(Side side, NftRelation relation) throws UntranslatableException {
        List<InterfacePattern> patterns = new ArrayList<>();
        for (String value : relation.values()) {
            patterns.add(Literals.interfacePattern(value));
        }
        if (relation.isNegated()) {
            conditions.isNoneOf(side, patterns);
        } else {
            conditions.isOneOf(side, patterns);
        }
    }

    private void family(NftRelation relation) throws UntranslatableException {
        Set<Family> families = EnumSet.noneOf(Family.class);
        for (String value : relation.values()) {
            switch (value) {
                case "ipv4", "ip" -> families.add(Family.IPV4);
                case "ipv6", "ip6" -> families.add(Family.IPV6);
                default -> {}
            }
        }
        for (Family family : Family.values()) {
            boolean isMeant = families.contains(family) != relation.isNegated();
            if (!isMeant) {
                conditions.family(family == Family.IPV4 ? Family.IPV6 : Family.IPV4);
            }
        }
    }

    private void protocol(NftRelation relation) throws UntranslatableException {
        boolean includesTcp = relation.values().stream().anyMatch(TCP::contains) != relation.isNegated();
        if (!includesTcp) {
            conditions.never();
        }
    }

    private void addresses(Side side, NftRelation relation) throws UntranslatableException {
        boolean negated = relation.isNegated();
        List<Prefix> prefixes = new ArrayList<>();
        for (String value : relation.values()) {
            int dash = value.indexOf('-');
            if (dash < 0) {
                prefixes.add(Literals.prefix(value, negated));
            } else {
                prefixes.addAll(Literals.addressRange(value.substring(0, dash), value.substring(dash + 1), negated));
            }
        }
        if (negated) {
            conditions.isOutside(side, prefixes);
        } else {
            conditions.isWithin(side, prefixes);
        }
    }

    private void ports(Side side, NftRelation relation) throws UntranslatableException {
        List<PortRange> ranges = new ArrayList<>();
        for (MssRange range : relation.ranges()) {
            ranges.add(new PortRange(range.low(), range.high()));
        }
        conditions.ports(side, relation.isNegated() ? Literals.otherPorts(ranges) : ranges);
    }

    private void mss(NftRelation relation) throws UntranslatableException {
        List<MssRange> ranges = relation.ranges();
        if (ranges.size() != 1) {
            throw new UntranslatableException("no rule of ours asks for one of several MSS");
        }
        MssRange range = ranges.get(0);
        conditions.mss(new MssRange(range.low(), range.high(), relation.isNegated()));
    }

    private void mark(NftRelation relation) throws UntranslatableException {
        List<String> values = relation.maskedValues();
        if (values.size() != 1) {
            throw new UntranslatableException("no rule of ours asks for one of several marks");
        }
        Optional<String> mask = relation.mask();
        MarkMask mark =
                Literals.mark(values.get(0) + mask.map(bits -> "/" + bits).orElse(""));
        conditions.mark(mark, relation.isNegated());
    }
}
