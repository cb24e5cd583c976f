// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.study.Findings.Fragments;

/** Counts fragments. Not thread-safe. */
final class FragmentTally {
    private final Map<Family, Counts> families = new EnumMap<>(Family.class);

    private static final class Counts {
        private long first;
        private long later;
        private long tcp;
        private long udp;
        private int largest;
        private @Nullable Host from;
        private @Nullable Host to;

        void add(Datagram datagram) {
            first += datagram.isLaterFragment() ? 0 : 1;
            later += datagram.isLaterFragment() ? 1 : 0;
            tcp += datagram.protocol() == Datagram.TCP ? 1 : 0;
            udp += datagram.protocol() == Datagram.UDP ? 1 : 0;
            largest = Math.max(largest, datagram.wireLength());
            from = datagram.source();
            to = datagram.destination();
        }
    }

    void add(Datagram fragment) {
        families.computeIfAbsent(fragment.family(), family -> new Counts()).add(fragment);
    }

    List<Fragments> rows() {
        List<Fragments> rows = new ArrayList<>();
        families.forEach((family, counts) -> {
            if (counts.from != null && counts.to != null) {
                rows.add(new Fragments(
                        family,
                        counts.first,
                        counts.later,
                        counts.tcp,
                        counts.udp,
                        counts.largest,
                        counts.from,
                        counts.to));
            }
        });
        return rows;
    }
}
