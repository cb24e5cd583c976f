// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.SynKind;

/**
 * Rules of a gateway with many peers, and SYNs that they decide.
 *
 * <p>Of ten rules five ask for a destination of IPv4 and two for one of IPv6; the others ask for an interface, for a
 * range of ports or of MSS, and for a source besides. Prefixes are of all usual lengths and few overlap, so that each
 * rule decides the packets drawn for it, nearly always. The last rule decides every packet that is left.
 */
final class MixedRules {
    private static final int LOWEST_LIMIT = 1200;
    private static final int LIMITS = 100;

    private final SplittableRandom random;
    private final List<String> links;
    private final List<Rule> rules;

    /**
     * Draws the rules.
     *
     * @param count at least one
     * @param links names of the interfaces that rules are about
     */
    MixedRules(int count, List<String> links, long seed) {
        this.links = links;
        random = new SplittableRandom(seed);
        rules = new ArrayList<>(count);
        for (int i = 0; i < count - 1; i++) {
            rules.add(rule(i, match(i)));
        }
        rules.add(rule(count - 1, Match.ALL));
    }

    List<Rule> rules() {
        return rules;
    }

    /** A SYN that leaves by this link, drawn for any one of the rules that link does not exclude. */
    byte[] synLeavingBy(String link) {
        Match match = rules.get(random.nextInt(rules.size())).match();
        return match.out().stream().allMatch(pattern -> pattern.matches(link)) ? syn(match) : synLeavingBy(link);
    }

    private byte[] syn(Match match) {
        Family family = match.to().stream()
                .map(Prefix::family)
                .findFirst()
                .orElse(random.nextBoolean() ? Family.IPV4 : Family.IPV6);
        SamplePacket syn = new SamplePacket(Shape.of(family), random);
        match.from().forEach(syn::from);
        match.to().forEach(syn::to);
        match.destinationPorts().forEach(range -> syn.toPort(random.nextInt(range.low(), range.high() + 1)));
        return syn.octets();
    }

    private Rule rule(int number, Match match) {
        int limit = LOWEST_LIMIT + number % LIMITS;
        Action action = new Action.SetMss(limit, limit);
        return new Rule("peer-" + number, match, action, Mode.ENFORCE, false, MissingMss.LEAVE);
    }

    private Match match(int number) {
        String link = links.get(number / 10 % links.size());
        return switch (number % 10) {
            case 0, 1, 2, 3, 4 -> match("", List.of(), ipv4(), List.of(), false);
            case 5, 6 -> match("", List.of(), ipv6(), List.of(), false);
            case 7 -> match(link, List.of(ipv4()), ipv4(), List.of(), false);
            case 8 -> match("", List.of(), ipv4(), List.of(ports()), true);
            default -> match(link.substring(0, link.length() - 1) + "*", List.of(ipv6()), ipv6(), List.of(), true);
        };
    }

    /** Asks for any link if it is given as an empty text, and for the MSS of sample packets if asked to. */
    private static Match match(String out, List<Prefix> from, Prefix to, List<PortRange> ports, boolean asksMss) {
        return new Match(
                List.of(),
                out.isEmpty() ? List.of() : List.of(InterfacePattern.parse(out)),
                from,
                List.of(to),
                List.of(),
                ports,
                Optional.empty(),
                Optional.empty(),
                asksMss ? Optional.of(new MssRange(SamplePacket.LOWEST_MSS, MssRange.MAX, false)) : Optional.empty(),
                SynKind.BOTH);
    }

    private PortRange ports() {
        int low = random.nextInt(1, 0xF000);
        return new PortRange(low, random.nextInt(low, 0x10000));
    }

    private Prefix ipv4() {
        int length = random.nextInt(24, 33);
        long low = random.nextLong(1L << 32) & -1L << (32 - length);
        return new Prefix(Family.IPV4, 0, low, length, false, "drawn");
    }

    private Prefix ipv6() {
        int length = random.nextInt(48, 65);
        return new Prefix(Family.IPV6, random.nextLong() & -1L << (64 - length), 0, length, false, "drawn");
    }
}
