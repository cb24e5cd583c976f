// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mssclamp.Seed;
import org.mssclamp.kernel.Lab;
import org.mssclamp.kernel.Passage;
import org.mssclamp.kernel.RunningWorker;
import org.mssclamp.oracle.Divergence;
import org.mssclamp.oracle.NaiveRules;
import org.mssclamp.oracle.PacketGenerator;
import org.mssclamp.oracle.PacketNumber;
import org.mssclamp.oracle.ReferenceClamp;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/**
 * A gateway that the same packets go through by rules of the kernel's and by rules of ours.
 *
 * <p>The ways out carry 1400 and 1300 octets. Marks: 0x10 for what comes in by in1, 0x1 from the branch, 0x2 to the peers.
 */
public final class ParityLab implements AutoCloseable {
    private static final int PACKETS = 200;
    private static final int IPV6_OCTETS = 40;
    private static final int NEXT_HEADER = 6;
    private static final int TCP = 6;
    private static final int AUTHENTICATION = 51;
    private static final int FRAGMENT = 44;
    private static final int FLAGS = 13;
    private static final int CHECKSUM = 16;
    private static final int MSS = 2;
    private static final int TCP_AO = 29;
    private static final Set<String> ONLY_ODD = Set.of(Divergence.ODD_OFFSET.label());
    private static final List<Integer> PATH_LIMITS = List.of(1400, 1360, 1340, 1260, 1240, 100);

    private final Lab lab = new Lab();
    private final Passage passage = new Passage(lab);
    private final PacketGenerator generator = PacketGenerator.around(Seed.VALUE, 1400);
    private final RunningWorker worker;
    private int same;
    private int changed;
    private final Map<String, Integer> diverging = new TreeMap<>();

    /** What became of the packets of one table. */
    public record Sent(List<byte[]> packets, Map<Integer, byte[]> arrived) {}

    public ParityLab() {
        lab.gateway().ip("link set dev out0 mtu 1400\nlink set dev out1 mtu 1300");
        worker = new RunningWorker(lab.gateway());
    }

    public Lab lab() {
        return lab;
    }

    /** Puts these in the place of all rules of iptables, besides those that mark. */
    public void iptables(List<String> ipv4, List<String> ipv6) {
        lab.firewall().replace(withMarks(ipv4, Family.IPV4), withMarks(ipv6, Family.IPV6));
    }

    private static List<String> withMarks(List<String> lines, Family family) {
        List<String> all = new ArrayList<>(lines);
        all.add("-A PREROUTING -i in1 -j MARK --set-xmark 0x10/0x10");
        all.add("-A PREROUTING -s " + prefix(Site.BRANCH, family) + " -j MARK --set-xmark 0x1/0x1");
        all.add("-A PREROUTING -d " + prefix(Site.PEERS, family) + " -j MARK --set-xmark 0x2/0x2");
        return all;
    }

    /** The addresses of a site. */
    public static String prefix(Site site, Family family) {
        return family == Family.IPV4 ? site.ipv4() : site.ipv6();
    }

    /** Sends new packets through what is set up now. */
    public Sent send() {
        List<byte[]> packets = generator.next(PACKETS);
        return new Sent(packets, passage.of(packets));
    }

    /** Who of the kernel's has the rules. */
    public enum Firewall {
        XTABLES,
        /** It does not look behind an authentication header of IPv6. */
        NFTABLES
    }

    /** Sends the same packets to our rules, and compares octet by octet. */
    public void compare(Firewall firewall, String what, Sent kernels, List<Rule> rules) {
        List<String> queue = List.of("-A FORWARD -p tcp --tcp-flags SYN,RST SYN " + RunningWorker.QUEUE);
        iptables(queue, queue);
        worker.publish(rules, Policy.DEFAULT);
        Map<Integer, byte[]> ours = passage.of(kernels.packets());
        for (byte[] packet : kernels.packets()) {
            int number = PacketNumber.of(packet);
            compare(firewall, what, packet, kernels.arrived().get(number), ours.get(number), rules);
        }
    }

    private void compare(
            Firewall firewall,
            String what,
            byte[] packet,
            byte @Nullable [] kernel,
            byte @Nullable [] ours,
            List<Rule> rules) {
        if (Arrays.equals(kernel, ours)) {
            same++;
            changed += isChanged(packet, ours) ? 1 : 0;
            return;
        }
        Set<String> reasons = reasons(firewall, packet, kernel, ours, rules);
        boolean isExplained = reasons.equals(ONLY_ODD)
                ? Arrays.equals(withoutChecksum(kernel), withoutChecksum(ours))
                : !reasons.isEmpty();
        if (!isExplained) {
            throw new AssertionError("%s, %s%n  packet %s%n  kernel %s%n  ours   %s%n  by %s"
                    .formatted(what, Seed.REPLAY, hex(packet), hex(kernel), hex(ours), rules));
        }
        diverging.merge(reasons.iterator().next(), 1, Integer::sum);
    }

    /** The kernel breaks it where the MSS lies at an odd offset. */
    private static byte @Nullable [] withoutChecksum(byte @Nullable [] packet) {
        if (packet == null) {
            return null;
        }
        byte[] masked = packet.clone();
        int checksum = tcpOffset(packet) + CHECKSUM;
        masked[checksum] = 0;
        masked[checksum + 1] = 0;
        return masked;
    }

    /** Behind the address and all that a router changes. */
    private static boolean isChanged(byte[] packet, byte @Nullable [] arrived) {
        return arrived != null
                && (arrived.length != packet.length || !tail(arrived).equals(tail(packet)));
    }

    private static String tail(byte[] packet) {
        return hex(Arrays.copyOfRange(packet, Math.min(40, packet.length), packet.length));
    }

    private static String hex(byte @Nullable [] octets) {
        return octets == null ? "none" : HexFormat.of().formatHex(octets);
    }

    /** Why the kernel is known to make something else of such a packet. */
    private static Set<String> reasons(
            Firewall firewall, byte[] packet, byte @Nullable [] kernel, byte @Nullable [] ours, List<Rule> rules) {
        if (!NaiveRules.isSyn(packet)) {
            return Set.of("no-syn");
        }
        if (firewall == Firewall.NFTABLES && hasAuthenticationHeader(packet)) {
            return Set.of("authentication-header");
        }
        if (firewall == Firewall.NFTABLES && hasMssOfAnotherLength(packet)) {
            return Set.of("mss-option-of-another-length");
        }
        if (hasFin(packet) && !isChanged(packet, kernel)) {
            return Set.of("fin-in-a-syn");
        }
        if (hasTcpAo(packet) && isChanged(packet, kernel) != isChanged(packet, ours)) {
            return Set.of("tcp-ao-by-its-kind-alone");
        }
        IntStream limits = rules.stream()
                .map(Rule::action)
                .filter(Action.Limit.class::isInstance)
                .map(Action.Limit.class::cast)
                .flatMapToInt(action -> Stream.of(Family.values()).mapToInt(action::mss))
                .filter(limit -> limit != Action.NO_LIMIT);
        return IntStream.concat(limits, PATH_LIMITS.stream().mapToInt(limit -> limit))
                .mapToObj(limit -> Divergence.of(packet, ReferenceClamp.addingMissing(limit)))
                .flatMap(Optional::stream)
                .map(Divergence::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean hasAuthenticationHeader(byte[] packet) {
        return packet[0] >> 4 != 4 && extensions(packet).contains(AUTHENTICATION);
    }

    /** The IPv6 header and those behind it, up to that of TCP, each by its number. */
    private static List<Integer> extensions(byte[] packet) {
        List<Integer> headers = new ArrayList<>();
        int header = packet[NEXT_HEADER];
        int at = IPV6_OCTETS;
        while (header != TCP) {
            headers.add(header);
            header = packet[at];
            at += extensionOctets(headers.get(headers.size() - 1), packet[at + 1]);
        }
        return headers;
    }

    private static int extensionOctets(int header, byte lengthField) {
        int length = Byte.toUnsignedInt(lengthField);
        return header == AUTHENTICATION ? (length + 2) * 4 : header == FRAGMENT ? 8 : (length + 1) * 8;
    }

    /** Of a packet that is a whole SYN. */
    private static int tcpOffset(byte[] packet) {
        if (packet[0] >> 4 == 4) {
            return (packet[0] & 0xF) * 4;
        }
        int at = IPV6_OCTETS;
        for (int header : extensions(packet)) {
            at += extensionOctets(header, packet[at + 1]);
        }
        return at;
    }

    /** nft takes a longer one for an MSS, and looks for none behind a shorter one; receivers pass over both (RFC 9293 3.2). */
    private static boolean hasMssOfAnotherLength(byte[] packet) {
        return hasOption(packet, (kind, length) -> kind == MSS && length != 4);
    }

    /** With which a match such as {@code --syn} takes none for a SYN; no rule of ours looks at it. */
    private static boolean hasFin(byte[] packet) {
        return (packet[tcpOffset(packet) + FLAGS] & 1) != 0;
    }

    /** The kernel's matches take it for one where it is malformed, too, and behind the end of the options. */
    private static boolean hasTcpAo(byte[] packet) {
        return hasOption(packet, (kind, length) -> kind == TCP_AO);
    }

    /** Asks about an option. */
    private interface OptionTest {
        boolean is(int kind, int length);
    }

    /** As the kernel finds options: it goes on behind malformed ones, and behind their end. */
    private static boolean hasOption(byte[] packet, OptionTest test) {
        int tcp = tcpOffset(packet);
        int end = tcp + (packet[tcp + 12] >> 4 & 0xF) * 4;
        int at = tcp + 20;
        while (at < end) {
            int length = at + 1 < end ? Byte.toUnsignedInt(packet[at + 1]) : 0;
            if (test.is(packet[at], length)) {
                return true;
            }
            at += packet[at] == 0 || packet[at] == 1 || length == 0 ? 1 : length;
        }
        return false;
    }

    /** How many came out of both the same. */
    public int same() {
        return same;
    }

    /** How many of those were changed. */
    public int changed() {
        return changed;
    }

    /** A line for people. */
    public String summary(String title) {
        return "%s: %d the same, of which %d were changed; different for a reason: %s; %s"
                .formatted(title, same, changed, diverging, Seed.REPLAY);
    }

    @Override
    public void close() {
        worker.close();
        passage.close();
        lab.close();
    }
}
