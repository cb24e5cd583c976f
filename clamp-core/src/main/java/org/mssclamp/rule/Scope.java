// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mssclamp.packet.Family;

/**
 * The packets a rule matches, as a set to compare with that of another.
 *
 * <p>The comparison errs on one side only: {@link #covers} may be false of a rule that does cover the other, as where
 * it takes two of its prefixes to cover one, but is never true of a rule that does not.
 */
public final class Scope {
    private static final List<PortRange> ALL_PORTS = List.of(new PortRange(0, 0xFFFF));
    private static final List<InterfacePattern> ALL_INTERFACES = List.of(new InterfacePattern("", true));

    /** Longer lists of prefixes are not compared. */
    private static final int MAX_COMPARED = 1000;

    private final Match match;
    private final Set<Family> families;

    public Scope(Rule rule) {
        match = rule.match();
        families = EnumSet.noneOf(Family.class);
        for (Family family : Family.values()) {
            boolean isMeant =
                    match.family().orElse(family) == family && rule.action().isFor(family);
            if (isMeant && hasAddress(match.from(), family) && hasAddress(match.to(), family)) {
                families.add(family);
            }
        }
    }

    /** Those of which some packet can match; none if the rule contradicts itself. */
    public Set<Family> families() {
        return Collections.unmodifiableSet(families);
    }

    /** A prefix all of which, or all but what is excluded, the rule matches by its source or by its destination. */
    public Optional<Prefix> sample(MatchKey key) {
        List<Prefix> prefixes = key == MatchKey.FROM ? match.from() : match.to();
        return families.stream()
                .flatMap(family -> meant(prefixes, family).stream())
                .findFirst();
    }

    /** Whether every packet in the other is in this one. */
    public boolean covers(Scope other) {
        Match narrow = other.match;
        return families.containsAll(other.families)
                && (match.flags() == SynKind.BOTH || match.flags() == narrow.flags())
                && coversInterfaces(match.in(), narrow.in())
                && coversInterfaces(match.out(), narrow.out())
                && coversPorts(match.sourcePorts(), narrow.sourcePorts())
                && coversPorts(match.destinationPorts(), narrow.destinationPorts())
                && coversMark(match.mark(), narrow.mark())
                && coversMss(match.mss(), narrow.mss())
                && other.families.stream()
                        .allMatch(family -> coversAddresses(match.from(), narrow.from(), family)
                                && coversAddresses(match.to(), narrow.to(), family));
    }

    private static boolean coversInterfaces(List<InterfacePattern> wide, List<InterfacePattern> narrow) {
        return wide.isEmpty()
                || (narrow.isEmpty() ? ALL_INTERFACES : narrow)
                        .stream().allMatch(name -> wide.stream().anyMatch(pattern -> covers(pattern, name)));
    }

    private static boolean covers(InterfacePattern wide, InterfacePattern narrow) {
        return wide.wildcard() ? narrow.name().startsWith(wide.name()) : wide.equals(narrow);
    }

    private static boolean coversPorts(List<PortRange> wide, List<PortRange> narrow) {
        return wide.isEmpty()
                || (narrow.isEmpty() ? ALL_PORTS : narrow)
                        .stream()
                                .allMatch(ports -> wide.stream()
                                        .anyMatch(range -> range.low() <= ports.low() && ports.high() <= range.high()));
    }

    private static boolean coversMark(Optional<MarkMask> wide, Optional<MarkMask> narrow) {
        return wide.isEmpty()
                || narrow.filter(mark ->
                                (mark.mask() & wide.get().mask()) == wide.get().mask()
                                        && wide.get().matches(mark.value()))
                        .isPresent();
    }

    /** A SYN without the option is in every excluded range and in no other. */
    private static boolean coversMss(Optional<MssRange> wide, Optional<MssRange> narrow) {
        if (wide.isEmpty() || narrow.isEmpty()) {
            return wide.isEmpty();
        }
        MssRange outer = wide.get();
        MssRange inner = narrow.get();
        if (!outer.excluded()) {
            return !inner.excluded() && outer.low() <= inner.low() && inner.high() <= outer.high();
        }
        return inner.excluded()
                ? inner.low() <= outer.low() && outer.high() <= inner.high()
                : inner.high() < outer.low() || outer.high() < inner.low();
    }

    /** Whether some address of the family is meant and not excluded. */
    private static boolean hasAddress(List<Prefix> prefixes, Family family) {
        List<Prefix> meant = meant(prefixes, family);
        return prefixes.size() > MAX_COMPARED
                ? !meant.isEmpty()
                : meant.stream().anyMatch(prefix -> excluded(prefixes, family).noneMatch(out -> covers(out, prefix)));
    }

    private static boolean coversAddresses(List<Prefix> wide, List<Prefix> narrow, Family family) {
        if (wide.isEmpty()) {
            return true;
        }
        if (wide.size() > MAX_COMPARED || narrow.size() > MAX_COMPARED) {
            return false;
        }
        return meant(narrow, family).stream()
                .allMatch(prefix -> meant(wide, family).stream().anyMatch(outer -> covers(outer, prefix))
                        && excluded(wide, family)
                                .filter(out -> covers(out, prefix) || covers(prefix, out))
                                .allMatch(out -> excluded(narrow, family).anyMatch(other -> covers(other, out))));
    }

    /** Prefixes of the family not excluded; if none of either family is, the one of all addresses. */
    private static List<Prefix> meant(List<Prefix> prefixes, Family family) {
        if (prefixes.stream().allMatch(Prefix::excluded)) {
            return List.of(new Prefix(family, 0, 0, 0, false, ""));
        }
        return prefixes.stream()
                .filter(prefix -> prefix.family() == family && !prefix.excluded())
                .toList();
    }

    private static Stream<Prefix> excluded(List<Prefix> prefixes, Family family) {
        return prefixes.stream().filter(prefix -> prefix.family() == family && prefix.excluded());
    }

    private static boolean covers(Prefix wide, Prefix narrow) {
        return wide.length() <= narrow.length() && wide.contains(narrow.family(), narrow.high(), narrow.low());
    }
}
