// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mssclamp.netfilter.Answer;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.PacketKind;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.netfilter.Probe;
import org.mssclamp.packet.Family;

/** The rules in force that put packets into queues that the daemon is to have. */
final class Feeds {
    private static final List<PacketKind> TCP = List.of(PacketKind.SYN, PacketKind.SYN_ACK, PacketKind.DATA);

    private final List<Placed> all = new ArrayList<>();
    /** Those that take some TCP, by family and queue. */
    private final Map<Family, Map<Integer, List<Placed>>> byQueue = new EnumMap<>(Family.class);

    Feeds(List<Placed> rules, Set<Integer> queues) {
        for (Placed placed : rules) {
            if (placed.rule().effect() instanceof Effect.Queue fed) {
                List<Integer> numbers = queues.stream().filter(fed::feeds).toList();
                if (!numbers.isEmpty()) {
                    all.add(placed);
                    placed.table().families().forEach(family -> take(placed, numbers, family));
                }
            }
        }
    }

    private void take(Placed placed, List<Integer> numbers, Family family) {
        if (takesTcp(placed, family)) {
            Map<Integer, List<Placed>> feeds = byQueue.computeIfAbsent(family, unknown -> new TreeMap<>());
            numbers.forEach(number ->
                    feeds.computeIfAbsent(number, unknown -> new ArrayList<>()).add(placed));
        }
    }

    /** Whether some packets of TCP match. */
    static boolean takesTcp(Placed placed, Family family) {
        return TCP.stream().anyMatch(kind -> placed.rule().matches(new Probe(kind, family)) != Answer.NO);
    }

    /** For any queue, whatever they take. */
    List<Placed> all() {
        return all;
    }

    /** For one queue, in one family. */
    List<Placed> of(int number, Family family) {
        return byQueue.getOrDefault(family, Map.of()).getOrDefault(number, List.of());
    }

    /** That they all are well; throws if there is none. */
    Finding areAll(String predicate) throws UnseenException {
        if (all.isEmpty()) {
            throw new UnseenException("no rule hands packets to the daemon");
        }
        return Finding.ok((all.size() == 1 ? "the rule " : "each of the " + all.size() + " rules ") + predicate);
    }
}
