// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mssclamp.clamp.MssChanges;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.SynKind;

/**
 * What a study came to. Sizes are octets of IP packets; times are ns since 1970.
 *
 * @param announcements in no order that means something
 * @param peers those that announced most often first
 * @param stalls in the order in which they were found
 * @param exceeding paths narrower than an MSS announced for them
 * @param odd in the order of {@link OddSyn}, those that were met
 * @param trial what the rules do, if there are rules
 */
public record Findings(
        Traffic traffic,
        Connections connections,
        List<Announced> announcements,
        List<Peer> peers,
        List<Stall> stalls,
        List<Exceeding> exceeding,
        List<TooBigReport> tooBig,
        List<Fragments> fragments,
        List<Odd> odd,
        Optional<Trial> trial,
        Omissions omissions) {
    /** Copies the lists. */
    public Findings {
        announcements = List.copyOf(announcements);
        peers = List.copyOf(peers);
        stalls = List.copyOf(stalls);
        exceeding = List.copyOf(exceeding);
        tooBig = List.copyOf(tooBig);
        fragments = List.copyOf(fragments);
        odd = List.copyOf(odd);
    }

    /**
     * What was read.
     *
     * @param withoutIp frames that hold no IP packet
     * @param unreadable packets whose headers are damaged, or were not captured
     * @param segments of TCP
     * @param sentAgain segments of data, SYN or FIN that begin before what their sender had sent already: sent again, or
     *     overtaken on the way
     * @param copies packets seen a second time behind a router, which count for no connection
     * @param aggregates segments larger than their receiver allows: several of those on the wire
     * @param firstNs 0 if there was no packet
     */
    public record Traffic(
            long frames,
            long withoutIp,
            long unreadable,
            long segments,
            long sentAgain,
            long copies,
            long aggregates,
            long firstNs,
            long lastNs) {}

    /**
     * What became of connections.
     *
     * @param begun those of which a SYN or SYN-ACK was seen
     * @param complete those whose handshake went through
     * @param refused by a reset
     * @param unanswered neither complete nor refused
     * @param underway those that had begun before the capture did
     * @param stalled those in which full segments vanish, one way or both, and smaller ones arrive
     * @param recovered those that stalled, and went on with smaller segments
     * @param lost others that wait in vain: for something that does not tell of its size
     * @param untested complete ones in which neither end sent a full segment
     */
    public record Connections(
            long begun,
            long complete,
            long refused,
            long unanswered,
            long underway,
            long stalled,
            long recovered,
            long lost,
            long untested) {}

    /**
     * What SYNs announced of one kind, at one interface, of one family.
     *
     * @param place name of the interface; empty where the capture does not say
     * @param values how many SYNs announced which MSS; of several options the last, as receivers read them
     * @param absent how many have none
     * @param others SYNs with values for which there was no room
     */
    public record Announced(
            String place, SynKind kind, Family family, SortedMap<Integer, Long> values, long absent, long others) {
        /** Copies the map. */
        public Announced {
            values = new TreeMap<>(values);
        }

        /** How many SYNs. */
        public long syns() {
            return absent
                    + others
                    + values.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What one host announced in SYNs of one kind at one interface.
     *
     * @param others SYNs with values for which there was no room
     */
    public record Peer(
            String place, SynKind kind, Host host, SortedMap<Integer, Long> values, long absent, long others) {
        /** Copies the map. */
        public Peer {
            values = new TreeMap<>(values);
        }

        /** How many SYNs. */
        public long syns() {
            return absent
                    + others
                    + values.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * A direction of a connection in which full segments vanish.
     *
     * @param from the sender of them, with its port
     * @param vanished octets of such a packet
     * @param arrived octets of the largest that arrived on this path, of any connection; 0 if none is known to
     * @param sendings how often the segment was sent that is waited for; 0 if it went on
     * @param sinceNs when it was sent first
     * @param untilNs when the connection showed itself last
     * @param recovered whether it went on with smaller segments
     * @param tooBigMtu the MTU that a router told for this path
     */
    public record Stall(
            String place,
            String from,
            String to,
            int vanished,
            int arrived,
            int sendings,
            long sinceNs,
            long untilNs,
            boolean recovered,
            OptionalInt tooBigMtu) {
        /** With what is known of the path when all was read. */
        Stall on(int arrivedOnPath, OptionalInt told) {
            return new Stall(place, from, to, vanished, arrivedOnPath, sendings, sinceNs, untilNs, recovered, told);
        }

        /** Whether nobody said that the packets were too big. */
        public boolean isSilent() {
            return tooBigMtu.orElse(Integer.MAX_VALUE) >= vanished;
        }
    }

    /** How it is known what a path carries at most. */
    public enum Evidence {
        ICMP("a router said so"),
        VANISHED("larger packets vanished"),
        GIVEN("you said so");

        private final String description;

        Evidence(String description) {
            this.description = description;
        }

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** One clause for people. */
        public String description() {
            return description;
        }
    }

    /**
     * An MSS that is more than the path carries.
     *
     * @param from who is told by it how much to send, or empty if this is of all hosts
     * @param to who announced it
     * @param syns how many SYNs did
     * @param carried octets of a packet that the path is known to carry at most; empty if it is only known that larger vanish
     * @param vanished octets of the smallest that did; empty if none is known to
     * @param arrived octets of the largest that arrived; 0 if none is known to
     */
    public record Exceeding(
            Family family,
            String from,
            String to,
            int mss,
            long syns,
            OptionalInt carried,
            OptionalInt vanished,
            int arrived,
            Evidence evidence) {}

    /**
     * What a router said of packets that were too big for it.
     *
     * @param mtu 0 if it does not tell
     * @param from sender of the packet that it last complained of
     * @param to where that was to go
     */
    public record TooBigReport(Host router, int mtu, long count, Host from, Host to) {}

    /**
     * Fragments of one family.
     *
     * @param first those with offset 0
     * @param tcp how many of all are of TCP
     * @param from sender of the last of them
     */
    public record Fragments(
            Family family, long first, long later, long tcp, long udp, int largest, Host from, Host to) {}

    /**
     * Something odd about SYNs.
     *
     * @param example the first of them: number of the packet, and where it goes
     */
    public record Odd(OddSyn kind, long count, String example) {}

    /**
     * What rules do with the SYNs.
     *
     * @param outcomes those that came about
     */
    public record Trial(Map<Outcome, Long> outcomes, List<OfRule> rules) {
        /** Copies both. */
        public Trial {
            outcomes = Map.copyOf(outcomes);
            rules = List.copyOf(rules);
        }
    }

    /** What came to one rule, as the daemon counts it. */
    public record OfRule(String name, long matched, long changed, MssChanges mss) {}

    /**
     * What there was no room for.
     *
     * @param limits how much room there was
     * @param flows connections judged before the capture ended
     * @param paths forgotten
     * @param peerSyns SYNs of peers that are in no row
     * @param stalls stalled connections that are in no row
     * @param routerReports ICMP messages that are in no row
     */
    public record Omissions(Limits limits, long flows, long paths, long peerSyns, long stalls, long routerReports) {}
}
