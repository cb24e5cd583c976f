// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mssclamp.firewall.KernelRule.Ask;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;

/** The alternatives that lists of ours come to where the kernel takes one of each. */
final class KernelAsks {
    /** Of the match multiport, where a range counts twice (XT_MULTI_PORTS in xt_multiport.h). */
    private static final int MAX_PORTS = 15;

    private static final InterfacePattern ANY = new InterfacePattern("", true);

    private KernelAsks() {}

    /** How many there are. */
    static long count(Match match, Family family) {
        long count = names(match.in()).size();
        count *= names(match.out()).size();
        count *= prefixes(match.from(), family).size();
        count *= prefixes(match.to(), family).size();
        return count
                * ports(match.sourcePorts()).size()
                * ports(match.destinationPorts()).size();
    }

    private static List<Prefix> excluded(List<Prefix> prefixes, Family family) {
        return prefixes.stream()
                .filter(prefix -> prefix.excluded() && prefix.family() == family)
                .toList();
    }

    /** None if no packet of the family can match. */
    static List<Ask> of(Match match, Family family) {
        List<Ask> asks = new ArrayList<>();
        for (@Nullable InterfacePattern in : names(match.in())) {
            for (@Nullable InterfacePattern out : names(match.out())) {
                for (@Nullable Prefix from : prefixes(match.from(), family)) {
                    for (@Nullable Prefix to : prefixes(match.to(), family)) {
                        addPorts(asks, match, family, in, out, from, to);
                    }
                }
            }
        }
        return asks;
    }

    private static void addPorts(
            List<Ask> asks,
            Match match,
            Family family,
            @Nullable InterfacePattern in,
            @Nullable InterfacePattern out,
            @Nullable Prefix from,
            @Nullable Prefix to) {
        for (List<PortRange> source : ports(match.sourcePorts())) {
            for (List<PortRange> destination : ports(match.destinationPorts())) {
                asks.add(new Ask(
                        in,
                        out,
                        from,
                        to,
                        excluded(match.from(), family),
                        excluded(match.to(), family),
                        source,
                        destination,
                        match.mark(),
                        match.mss(),
                        match.flags()));
            }
        }
    }

    /** Null stands for any. */
    private static List<@Nullable InterfacePattern> names(List<InterfacePattern> patterns) {
        return patterns.isEmpty() || patterns.contains(ANY)
                ? Arrays.asList((InterfacePattern) null)
                : new ArrayList<>(patterns);
    }

    /** Null stands for any. */
    private static List<@Nullable Prefix> prefixes(List<Prefix> prefixes, Family family) {
        List<@Nullable Prefix> meant = new ArrayList<>();
        if (prefixes.stream().allMatch(Prefix::excluded)) {
            meant.add(null);
            return meant;
        }
        prefixes.stream()
                .filter(prefix -> !prefix.excluded() && prefix.family() == family)
                .forEach(meant::add);
        return meant;
    }

    /** In as many as one rule takes; an empty list stands for any. */
    private static List<List<PortRange>> ports(List<PortRange> ranges) {
        List<List<PortRange>> lists = new ArrayList<>();
        List<PortRange> list = new ArrayList<>();
        int taken = 0;
        for (PortRange range : merged(ranges)) {
            int size = range.low() == range.high() ? 1 : 2;
            if (taken + size > MAX_PORTS) {
                lists.add(list);
                list = new ArrayList<>();
                taken = 0;
            }
            list.add(range);
            taken += size;
        }
        lists.add(list);
        return lists;
    }

    /** Sorted, and without overlaps, which nft refuses. */
    private static List<PortRange> merged(List<PortRange> ranges) {
        List<PortRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(PortRange::low));
        List<PortRange> merged = new ArrayList<>();
        for (PortRange range : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && range.low() <= merged.get(last).high() + 1) {
                PortRange before = merged.get(last);
                merged.set(last, new PortRange(before.low(), Math.max(before.high(), range.high())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
