// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynBuilder;

/**
 * What rules can ask of a SYN, as plain values, and a naive match over them: addresses as text and big numbers, interface
 * patterns as regular expressions.
 *
 * @param mss the first MSS option, if there is one
 */
record Handshake(
        String in,
        String out,
        int mark,
        Family family,
        String from,
        String to,
        int sourcePort,
        int destinationPort,
        boolean ack,
        Optional<Integer> mss) {
    static Handshake random(SplittableRandom random) {
        Family family = random.nextBoolean() ? Family.IPV4 : Family.IPV6;
        return new Handshake(
                RandomRules.oneOf(random, "", "wg0", "wg1", "wg10", "eth0", "tun0"),
                RandomRules.oneOf(random, "", "wg0", "eth0", "eth0.5", "ppp0"),
                RandomRules.oneOf(random, 0, 1, 2, 3, 0x10, 0x80000001, -1),
                family,
                RandomRules.address(random, family),
                RandomRules.address(random, family),
                RandomRules.port(random),
                RandomRules.port(random),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(RandomRules.mss(random)));
    }

    byte[] packet() {
        SynBuilder packet = SynBuilder.of(family).from(from).to(to).ports(sourcePort, destinationPort);
        packet.flags(ack ? SynBuilder.SYN | SynBuilder.ACK : SynBuilder.SYN);
        mss.ifPresent(packet::mss);
        return packet.build();
    }

    /** The number of the first rule from {@code start} on that matches, or -1. */
    int firstMatch(List<Rule> rules, int start) {
        for (int i = start; i < rules.size(); i++) {
            if (satisfies(rules.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean satisfies(Rule rule) {
        Match match = rule.match();
        return hasLimit(rule.action())
                && match.family().map(family::equals).orElse(true)
                && isOneOf(in, match.in())
                && isOneOf(out, match.out())
                && isWithin(from, match.from())
                && isWithin(to, match.to())
                && isOneOf(sourcePort, match.sourcePorts())
                && isOneOf(destinationPort, match.destinationPorts())
                && match.mark()
                        .map(asked -> (mark & asked.mask()) == asked.value())
                        .orElse(true)
                && match.mss().map(this::isMssIn).orElse(true)
                && hasFlags(match.flags());
    }

    private boolean hasLimit(Action action) {
        if (action instanceof Action.SetMss limits) {
            return (family == Family.IPV4 ? limits.ipv4() : limits.ipv6()) != Action.NO_LIMIT;
        }
        return true;
    }

    private static boolean isOneOf(String name, List<InterfacePattern> patterns) {
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern ->
                                name.matches(pattern.name().replace(".", "[.]") + (pattern.wildcard() ? ".*" : "")));
    }

    private static boolean isOneOf(int port, List<PortRange> ranges) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.low() <= port && port <= range.high());
    }

    private static boolean isWithin(String address, List<Prefix> prefixes) {
        boolean excluded = prefixes.stream().anyMatch(prefix -> prefix.excluded() && isIn(address, prefix));
        boolean asked = prefixes.stream().anyMatch(prefix -> !prefix.excluded());
        return !excluded && (!asked || prefixes.stream().anyMatch(prefix -> isIn(address, prefix)));
    }

    private static boolean isIn(String address, Prefix prefix) {
        String[] written = prefix.text().split("/", 2);
        if (address.contains(":") != written[0].contains(":")) {
            return false;
        }
        int bits = address.contains(":") ? 128 : 32;
        int hostBits = written.length == 2 ? bits - Integer.parseInt(written[1]) : 0;
        return number(address).shiftRight(hostBits).equals(number(written[0]).shiftRight(hostBits));
    }

    private static BigInteger number(String address) {
        try {
            return new BigInteger(1, InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private boolean isMssIn(MssRange range) {
        boolean inside = mss.isPresent() && range.low() <= mss.get() && mss.get() <= range.high();
        return inside != range.excluded();
    }

    private boolean hasFlags(SynKind kind) {
        return switch (kind) {
            case SYN -> !ack;
            case SYN_ACK -> ack;
            case BOTH -> true;
        };
    }
}
