// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.SynKind;
import org.mssclamp.study.Findings.Announced;
import org.mssclamp.study.Findings.Peer;

/** What SYNs announced, by interface, kind and family, and by host. Not thread-safe. */
final class AnnouncementTally {
    /** Stands for a SYN without the option. */
    static final int ABSENT = -1;

    private static final int MOST_VALUES_OF_KIND = 4096;
    private static final int MOST_VALUES_OF_PEER = 16;

    private final int mostPeers;
    private final Map<Kind, Values> kinds = new LinkedHashMap<>();
    private final Map<PeerKey, Values> peers = new LinkedHashMap<>();
    private long synsOfOtherPeers;

    private record Kind(int place, boolean ack, Family family) {}

    private record PeerKey(int place, boolean ack, Host host) {}

    private static final class Values {
        private final SortedMap<Integer, Long> counts = new TreeMap<>();
        private long absent;
        private long others;

        void add(int mss, int most) {
            if (mss == ABSENT) {
                absent++;
            } else if (counts.size() < most || counts.containsKey(mss)) {
                counts.merge(mss, 1L, Long::sum);
            } else {
                others++;
            }
        }
    }

    AnnouncementTally(int mostPeers) {
        this.mostPeers = mostPeers;
    }

    /** Counts a SYN; {@code mss} may be {@link #ABSENT}. */
    void add(int place, boolean ack, Host host, int mss) {
        kinds.computeIfAbsent(new Kind(place, ack, host.family()), kind -> new Values())
                .add(mss, MOST_VALUES_OF_KIND);
        PeerKey key = new PeerKey(place, ack, host);
        Values known = peers.get(key);
        if (known != null) {
            known.add(mss, MOST_VALUES_OF_PEER);
        } else if (peers.size() < mostPeers) {
            Values first = new Values();
            first.add(mss, MOST_VALUES_OF_PEER);
            peers.put(key, first);
        } else {
            synsOfOtherPeers++;
        }
    }

    List<Announced> announced(Places places) {
        List<Announced> rows = new ArrayList<>();
        kinds.forEach((kind, values) -> rows.add(new Announced(
                places.name(kind.place), kind(kind.ack), kind.family, values.counts, values.absent, values.others)));
        rows.sort(Comparator.comparing(Announced::place)
                .thenComparing(Announced::kind)
                .thenComparing(Announced::family));
        return rows;
    }

    List<Peer> peers(Places places) {
        List<Peer> rows = new ArrayList<>();
        peers.forEach((key, values) -> rows.add(new Peer(
                places.name(key.place), kind(key.ack), key.host, values.counts, values.absent, values.others)));
        rows.sort(Comparator.comparing(Peer::syns).reversed());
        return rows;
    }

    private static SynKind kind(boolean ack) {
        return ack ? SynKind.SYN_ACK : SynKind.SYN;
    }

    /** SYNs of hosts for which there was no room. */
    long synsOfOtherPeers() {
        return synsOfOtherPeers;
    }
}
