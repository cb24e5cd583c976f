// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynBuilder;

/** Seeded rules by the thousand, and SYNs that lie on or just beside the borders of what one of them asks. */
final class ManyRules {
    private final SplittableRandom random;
    private final List<Rule> rules = new ArrayList<>();

    ManyRules(int count, SplittableRandom random) {
        this.random = random;
        for (int i = 0; i < count; i++) {
            rules.add(rule("rule-" + i));
        }
    }

    List<Rule> rules() {
        return rules;
    }

    /** Asks for up to four things: few rules are for everything, or nothing would get beyond the first. */
    private Rule rule(String name) {
        RuleBuilder rule = RuleBuilder.rule(name);
        askAddress(rule);
        for (int i = random.nextInt(3); i > 0; i--) {
            ask(rule);
        }
        return rule.action(RandomRules.oneOf(
                        random,
                        new Action.Mtu(1400),
                        new Action.Mtu(1420),
                        new Action.SetMss(1300, Action.NO_LIMIT),
                        new Action.SetMss(Action.NO_LIMIT, 1300)))
                .build();
    }

    private void askAddress(RuleBuilder rule) {
        switch (random.nextInt(40)) {
            case 0 -> rule.in(interfaceName());
            case 1 -> rule.from("!" + prefix()).destinationPorts(random.nextInt(100), 100);
            case 2 -> rule.destinationPorts(port(), 65535).mark(random.nextInt(256), 0xFF);
            default -> {
                if (random.nextBoolean()) {
                    rule.from(prefix());
                } else {
                    rule.to(prefix());
                }
            }
        }
    }

    private void ask(RuleBuilder rule) {
        switch (random.nextInt(12)) {
            case 0 -> rule.in(interfaceName()).in(interfaceName());
            case 1 -> rule.in(interfaceName());
            case 2 -> rule.out(interfaceName());
            case 3 -> rule.from(prefix()).from(prefix());
            case 4 -> rule.to(prefix()).to("!" + prefix());
            case 5 -> rule.to(prefix()).to(prefix()).to(prefix());
            case 6 -> {
                int low = port();
                rule.sourcePorts(low, low + random.nextInt(65536 - low));
            }
            case 7 -> {
                int low = port();
                rule.destinationPorts(low, Math.min(low + random.nextInt(40), 65535))
                        .destinationPorts(443, 443);
            }
            case 8 -> {
                int mask = RandomRules.oneOf(random, 0xFF, 0xFF00, -1);
                rule.mark(mark() & mask, mask);
            }
            case 9 -> {
                int low = 1300 + random.nextInt(200);
                int high = low + random.nextInt(100);
                if (random.nextBoolean()) {
                    rule.mss(low, high);
                } else {
                    rule.mssNot(low, high);
                }
            }
            case 10 -> rule.flags(random.nextBoolean() ? SynKind.SYN : SynKind.SYN_ACK);
            default -> rule.family(random.nextBoolean() ? Family.IPV4 : Family.IPV6);
        }
    }

    private String interfaceName() {
        return RandomRules.oneOf(random, "wg", "tun", "a-long-name")
                + random.nextInt(1000)
                + RandomRules.oneOf(random, "", "", "*");
    }

    /** Half of them in two networks, so that many are inside of others. */
    private String prefix() {
        if (random.nextBoolean()) {
            int length = 8 + random.nextInt(25);
            int first = random.nextBoolean() ? 10 << 24 : random.nextInt();
            int address = (first | random.nextInt(1 << 24)) & (int) (-1L << (32 - length));
            return text(Family.IPV4, 0, Integer.toUnsignedLong(address)) + "/" + length;
        }
        int length = RandomRules.oneOf(random, 8, 32, 48, 56, 63, 64, 65, 96, 127, 128);
        long high = (random.nextBoolean() ? 0xFD00L << 48 : random.nextLong()) | random.nextInt(1 << 20);
        Prefix whole = new Prefix(Family.IPV6, high, random.nextLong(), 128, false, "").shortened(length);
        return text(Family.IPV6, whole.high(), whole.low()) + "/" + length;
    }

    private int port() {
        return random.nextInt(65536);
    }

    private int mark() {
        return random.nextInt(1 << 12);
    }

    /** A SYN that some rule asks for, but for a step over one border or none. */
    SynBuilder packet(PacketContext context) {
        Match aim = rules.get(random.nextInt(rules.size())).match();
        Family family = RandomRules.oneOf(random, Family.values());
        for (Prefix prefix : aim.from().isEmpty() ? aim.to() : aim.from()) {
            family = prefix.family();
        }
        context.fill(
                name(aim.in()), name(aim.out()), aim.mark().map(MarkMask::value).orElse(mark()), false);
        int flags = random.nextBoolean() || aim.flags() == SynKind.SYN_ACK
                ? SynBuilder.SYN | SynBuilder.ACK
                : SynBuilder.SYN;
        SynBuilder packet = SynBuilder.of(family)
                .from(address(aim.from(), family))
                .to(address(aim.to(), family))
                .ports(port(aim.sourcePorts()), port(aim.destinationPorts()))
                .flags(flags);
        return random.nextInt(10) == 0 ? packet : packet.mss(mss(aim));
    }

    private Interface name(List<InterfacePattern> patterns) {
        if (patterns.isEmpty()) {
            return Interfaces.named(RandomRules.oneOf(random, "wg1", "eth0", ""));
        }
        InterfacePattern pattern = RandomRules.oneOf(random, patterns.toArray(new InterfacePattern[0]));
        return Interfaces.named(pattern.name() + RandomRules.oneOf(random, "", "", "", "7", "0"));
    }

    private int port(List<PortRange> ranges) {
        if (ranges.isEmpty()) {
            return port();
        }
        PortRange range = RandomRules.oneOf(random, ranges.toArray(new PortRange[0]));
        return onBorder(range.low(), range.high());
    }

    private int mss(Match aim) {
        return aim.mss().map(range -> onBorder(range.low(), range.high())).orElse(1460);
    }

    private int onBorder(int low, int high) {
        int value = RandomRules.oneOf(random, low, high, low, high, low - 1, high + 1);
        return Math.min(Math.max(value, 0), 65535);
    }

    /** The first or last of a prefix, or the one before or behind. */
    private String address(List<Prefix> prefixes, Family family) {
        List<Prefix> fitting =
                prefixes.stream().filter(prefix -> prefix.family() == family).toList();
        if (fitting.isEmpty()) {
            return family == Family.IPV4
                    ? text(family, 0, 10 << 24 | random.nextInt(1 << 24))
                    : text(family, 0xFD00L << 48 | random.nextInt(1 << 20), random.nextLong());
        }
        Prefix prefix = fitting.get(random.nextInt(fitting.size()));
        long highHosts = family == Family.IPV4 || prefix.length() >= 64 ? 0 : -1L >>> prefix.length();
        int lowBits = family == Family.IPV4 ? 32 + prefix.length() : Math.max(prefix.length() - 64, 0);
        long lowHosts = lowBits == 64 ? 0 : -1L >>> lowBits;
        return switch (random.nextInt(6)) {
            case 0 -> text(family, prefix.high(), prefix.low() - 1);
            case 1 -> text(family, prefix.high() | highHosts, (prefix.low() | lowHosts) + 1);
            case 2, 3 -> text(family, prefix.high(), prefix.low());
            default -> text(family, prefix.high() | highHosts, prefix.low() | lowHosts);
        };
    }

    private static String text(Family family, long high, long low) {
        if (family == Family.IPV4) {
            return String.format("%d.%d.%d.%d", low >>> 24 & 0xFF, low >>> 16 & 0xFF, low >>> 8 & 0xFF, low & 0xFF);
        }
        StringBuilder text = new StringBuilder();
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(high >>> shift & 0xFFFF)).append(':');
        }
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(low >>> shift & 0xFFFF)).append(shift > 0 ? ":" : "");
        }
        return text.toString();
    }
}
