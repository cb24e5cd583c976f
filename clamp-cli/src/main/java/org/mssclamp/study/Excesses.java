// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mssclamp.packet.Family;
import org.mssclamp.study.Findings.Announced;
import org.mssclamp.study.Findings.Evidence;
import org.mssclamp.study.Findings.Exceeding;

/**
 * Which SYNs announce more than a path carries.
 *
 * @param narrow paths of which something tells that they do not carry everything
 * @param given what all paths carry, if that is known from elsewhere
 */
record Excesses(Collection<ObservedPath> narrow, OptionalInt given) {
    /** First what exceeds the given MTU, of all hosts; then path by path what does not, but exceeds what that one carries. */
    List<Exceeding> rows(List<Announced> announcements) {
        List<Exceeding> rows = new ArrayList<>();
        if (given.isPresent()) {
            addGiven(rows, announcements, given.getAsInt());
        }
        narrow.forEach(path -> add(rows, path));
        return rows;
    }

    private static void addGiven(List<Exceeding> rows, List<Announced> announcements, int mtu) {
        Map<Family, SortedMap<Integer, Long>> values = new EnumMap<>(Family.class);
        for (Announced announced : announcements) {
            SortedMap<Integer, Long> counts = values.computeIfAbsent(announced.family(), family -> new TreeMap<>());
            announced.values().forEach((mss, syns) -> counts.merge(mss, syns, Long::sum));
        }
        OptionalInt carried = OptionalInt.of(mtu);
        OptionalInt unknown = OptionalInt.empty();
        values.forEach((family, counts) -> counts.tailMap(family.mss(mtu) + 1)
                .forEach((mss, syns) ->
                        rows.add(new Exceeding(family, "", "", mss, syns, carried, unknown, 0, Evidence.GIVEN))));
    }

    private void add(List<Exceeding> rows, ObservedPath path) {
        OptionalInt vanished = path.vanished();
        int smallestVanished = vanished.orElse(Integer.MAX_VALUE);
        // Behind the router that told of its MTU may be one that does not.
        OptionalInt carried =
                path.tooBigMtu().orElse(Integer.MAX_VALUE) < smallestVanished ? path.tooBigMtu() : OptionalInt.empty();
        int fitting = carried.orElse(smallestVanished - 1);
        int shown = given.orElse(Integer.MAX_VALUE);
        if (fitting >= shown) {
            return;
        }
        Family family = path.key().to().family();
        path.announced()
                .subMap(family.mss(fitting) + 1, family.mss(shown) + 1)
                .forEach((mss, syns) -> rows.add(new Exceeding(
                        family,
                        path.key().from().toString(),
                        path.key().to().toString(),
                        mss,
                        syns,
                        carried,
                        vanished,
                        path.largestArrived(),
                        carried.isPresent() ? Evidence.ICMP : Evidence.VANISHED)));
    }
}
