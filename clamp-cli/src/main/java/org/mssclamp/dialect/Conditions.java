// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.SynKind;

/**
 * What a rule of others asks of a SYN, gathered piece by piece; every piece must hold.
 *
 * <p>It may come out that no SYN satisfies them all. Not thread-safe.
 */
final class Conditions {
    private final Names in = new Names();
    private final Names out = new Names();
    private final Addresses from = new Addresses();
    private final Addresses to = new Addresses();
    private List<PortRange> sourcePorts = List.of();
    private List<PortRange> destinationPorts = List.of();
    private @Nullable Family family;
    private @Nullable MarkMask mark;
    private @Nullable MssRange mss;
    private Set<SynKind> kinds = EnumSet.of(SynKind.SYN, SynKind.SYN_ACK);
    private boolean impossible;

    /** Interfaces of one side: one of these, none of those. */
    private static final class Names {
        private List<InterfacePattern> any = List.of();
        private final List<InterfacePattern> none = new ArrayList<>();

        void require(List<InterfacePattern> patterns) throws UntranslatableException {
            if (!any.isEmpty() && !any.equals(patterns)) {
                throw new UntranslatableException("two lists of interfaces that must both hold");
            }
            any = patterns;
        }
    }

    /** Prefixes of one side, those excluded among them. */
    private static final class Addresses {
        private final List<Prefix> included = new ArrayList<>();
        private final List<Prefix> excluded = new ArrayList<>();

        void require(List<Prefix> prefixes) throws UntranslatableException {
            if (!included.isEmpty() && !included.equals(prefixes)) {
                throw new UntranslatableException("two lists of addresses that must both hold");
            }
            included.clear();
            included.addAll(prefixes);
        }

        List<Prefix> all() {
            List<Prefix> all = new ArrayList<>(included);
            all.addAll(excluded);
            return all;
        }
    }

    Conditions() {}

    /** Where an interface is asked for. */
    enum Side {
        IN,
        OUT
    }

    private Names names(Side side) {
        return side == Side.IN ? in : out;
    }

    /** One of these interfaces. */
    void isOneOf(Side side, List<InterfacePattern> patterns) throws UntranslatableException {
        boolean isAny = patterns.stream()
                .anyMatch(pattern -> pattern.wildcard() && pattern.name().isEmpty());
        if (!isAny) {
            names(side).require(List.copyOf(patterns));
        }
    }

    /** None of these interfaces. */
    void isNoneOf(Side side, List<InterfacePattern> patterns) {
        names(side).none.addAll(patterns);
    }

    /** An address in one of these prefixes, the source for {@code IN}. */
    void isWithin(Side side, List<Prefix> prefixes) throws UntranslatableException {
        if (prefixes.stream().noneMatch(prefix -> prefix.length() == 0)) {
            (side == Side.IN ? from : to).require(prefixes);
        }
    }

    /** An address in none of these prefixes, which are marked as excluded. */
    void isOutside(Side side, List<Prefix> prefixes) {
        impossible |= prefixes.stream().anyMatch(prefix -> prefix.length() == 0);
        (side == Side.IN ? from : to).excluded.addAll(prefixes);
    }

    /** A port in one of these ranges, the source's for {@code IN}; none for no port at all. */
    void ports(Side side, List<PortRange> ranges) throws UntranslatableException {
        List<PortRange> known = side == Side.IN ? sourcePorts : destinationPorts;
        if (!known.isEmpty() && !known.equals(ranges)) {
            throw new UntranslatableException("two lists of ports that must both hold");
        }
        impossible |= ranges.isEmpty();
        if (side == Side.IN) {
            sourcePorts = List.copyOf(ranges);
        } else {
            destinationPorts = List.copyOf(ranges);
        }
    }

    void family(Family required) {
        impossible |= family != null && family != required;
        family = required;
    }

    void mark(MarkMask required, boolean negated) throws UntranslatableException {
        MarkMask wanted = required;
        if (negated) {
            if (Integer.bitCount(required.mask()) != 1) {
                throw new UntranslatableException("a mark other than one of several bits");
            }
            wanted = new MarkMask(required.value() ^ required.mask(), required.mask());
        }
        if (mark != null && !mark.equals(wanted)) {
            throw new UntranslatableException("two marks that must both hold");
        }
        mark = wanted;
    }

    void mss(MssRange required) throws UntranslatableException {
        MssRange known = mss;
        if (known == null || known.equals(required)) {
            mss = required;
            return;
        }
        if (known.excluded() || required.excluded()) {
            throw new UntranslatableException("two ranges of the MSS that must both hold");
        }
        int low = Math.max(known.low(), required.low());
        int high = Math.min(known.high(), required.high());
        impossible |= low > high;
        mss = new MssRange(low, Math.max(low, high), false);
    }

    /** One of these halves of the handshake; none if it is for no SYN. */
    void kinds(Set<SynKind> allowed) {
        Set<SynKind> both = EnumSet.copyOf(kinds);
        both.retainAll(allowed);
        impossible |= both.isEmpty();
        kinds = both.isEmpty() ? kinds : both;
    }

    /** No packet that we see satisfies the rule, such as one of UDP. */
    void never() {
        impossible = true;
    }

    /** Those of this and those of the other, as where one chain leads to another. */
    Conditions and(Conditions other) throws UntranslatableException {
        Conditions both = new Conditions();
        for (Conditions one : List.of(this, other)) {
            both.take(one);
        }
        return both;
    }

    private void take(Conditions other) throws UntranslatableException {
        for (Side side : Side.values()) {
            if (!other.names(side).any.isEmpty()) {
                isOneOf(side, other.names(side).any);
            }
            isNoneOf(side, other.names(side).none);
        }
        takeAddresses(Side.IN, other.from);
        takeAddresses(Side.OUT, other.to);
        if (!other.sourcePorts.isEmpty()) {
            ports(Side.IN, other.sourcePorts);
        }
        if (!other.destinationPorts.isEmpty()) {
            ports(Side.OUT, other.destinationPorts);
        }
        if (other.family != null) {
            family(other.family);
        }
        if (other.mark != null) {
            mark(other.mark, false);
        }
        if (other.mss != null) {
            mss(other.mss);
        }
        kinds(other.kinds);
        impossible |= other.impossible;
    }

    private void takeAddresses(Side side, Addresses addresses) throws UntranslatableException {
        if (!addresses.included.isEmpty()) {
            isWithin(side, addresses.included);
        }
        isOutside(side, addresses.excluded);
    }

    /** Whether they look at what a clamp changes. */
    boolean asksMss() {
        return mss != null;
    }

    /** Whether no SYN satisfies them. */
    boolean isImpossible() {
        return impossible;
    }

    Optional<Family> family() {
        return Optional.ofNullable(family);
    }

    /** Interfaces that a match of ours cannot exclude. */
    List<InterfacePattern> excluded(Side side) {
        return List.copyOf(names(side).none);
    }

    /** All but the interfaces that are excluded. */
    Match match() {
        SynKind flags = kinds.size() == 1 ? kinds.iterator().next() : SynKind.BOTH;
        return new Match(
                in.any,
                out.any,
                from.all(),
                to.all(),
                sourcePorts,
                destinationPorts,
                Optional.ofNullable(family),
                Optional.ofNullable(mark),
                Optional.ofNullable(mss),
                flags);
    }
}
