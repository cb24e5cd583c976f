// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.SynKind;

/**
 * Makes rules about the packets of a {@link PacketGenerator}, so that some match and some do not. Not thread-safe.
 *
 * <p>Each limit is used once in a table and below what most packets announce: the MSS of a packet then tells which rule
 * decided it.
 */
public final class RuleGenerator {
    private static final List<String> IN = List.of("in0", "in1", "in*", "i*", "*", "out0", "in");
    private static final List<String> OUT = List.of("out0", "out1", "out*", "o*", "*", "in0", "out");

    private final Dice dice;

    public RuleGenerator(long seed) {
        dice = new Dice(seed);
    }

    /** A table of up to five rules. */
    public List<Rule> next() {
        List<Rule> rules = new ArrayList<>();
        int count = dice.between(1, 5);
        for (int i = 0; i < count; i++) {
            rules.add(rule(i));
        }
        return rules;
    }

    private Rule rule(int number) {
        return new Rule(
                "rule-" + number,
                match(),
                action(number),
                dice.oneIn(10) ? Mode.OBSERVE : Mode.ENFORCE,
                dice.oneIn(4),
                MissingMss.ADD);
    }

    /** Limits of 100 to 499, eighty for each rule: below the 536 that is added where the MSS is missing. */
    private Action action(int number) {
        int lowest = 100 + 80 * number;
        int limit = lowest + dice.below(80);
        return switch (dice.below(8)) {
            case 0 -> new Action.Pass();
            case 1 -> new Action.Mtu(limit + Family.IPV6.fixedHeaderOctets());
            case 2 -> new Action.SetMss(limit, Action.NO_LIMIT);
            case 3 -> new Action.SetMss(Action.NO_LIMIT, limit);
            default -> new Action.SetMss(limit, lowest + dice.below(80));
        };
    }

    private Match match() {
        return new Match(
                mostlyEmpty(() -> InterfacePattern.parse(dice.oneOf(IN))),
                mostlyEmpty(() -> InterfacePattern.parse(dice.oneOf(OUT))),
                mostlyEmpty(() -> prefix(dice.oneOf(Site.SOURCES))),
                mostlyEmpty(() -> prefix(dice.oneOf(Site.DESTINATIONS))),
                mostlyEmpty(this::ports),
                mostlyEmpty(this::ports),
                mostlyAbsent(() -> dice.oneOf(List.of(Family.values()))),
                mostlyAbsent(this::mark),
                mostlyAbsent(this::mss),
                dice.oneOf(List.of(SynKind.BOTH, SynKind.BOTH, SynKind.SYN, SynKind.SYN_ACK)));
    }

    private <T> List<T> mostlyEmpty(Supplier<T> element) {
        return dice.oneIn(4)
                ? Stream.generate(element).limit(dice.between(1, 3)).toList()
                : List.of();
    }

    private <T> Optional<T> mostlyAbsent(Supplier<T> value) {
        return dice.oneIn(4) ? Optional.of(value.get()) : Optional.empty();
    }

    private PortRange ports() {
        int low = dice.oneOf(0, 22, 80, 81, 443, 1024, 8080, dice.below(0x10000));
        return new PortRange(low, dice.oneIn(3) ? low : dice.between(low, 0xFFFF));
    }

    private MarkMask mark() {
        int mask = dice.oneOf(0x1, 0x3, 0x10, 0xFF, 0xFFFFFFFF);
        return new MarkMask(dice.below(0x20) & mask, mask);
    }

    private MssRange mss() {
        int low = dice.oneOf(0, 1, 536, 1300, 1400, 1460, dice.below(0x10000));
        int high = dice.oneOf(low, MssRange.MAX, dice.between(low, MssRange.MAX));
        return new MssRange(low, high, dice.oneIn(2));
    }

    /** A prefix that holds a part of a site, or a site and more; sometimes excluded. */
    private Prefix prefix(Site site) {
        boolean excluded = dice.oneIn(3);
        if (dice.oneIn(2)) {
            int length = dice.between(8, 28);
            long bits = Integer.toUnsignedLong(site.ipv4Host(dice) & -1 << (32 - length));
            String text =
                    "%d.%d.%d.%d/%d".formatted(bits >> 24, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF, length);
            return new Prefix(Family.IPV4, 0, bits, length, excluded, text);
        }
        int length = dice.oneOf(40, 48, 62, 63, 64, 65, 66);
        long high = site.ipv6Subnet(dice) & (length < 64 ? -1L << (64 - length) : -1L);
        long low = length > 64 ? dice.bits64() & -1L << (128 - length) : 0;
        String text = "%x:%x:%x:%x:%x:%x:%x:%x/%d"
                .formatted(
                        high >>> 48,
                        high >>> 32 & 0xFFFF,
                        high >>> 16 & 0xFFFF,
                        high & 0xFFFF,
                        low >>> 48,
                        low >>> 32 & 0xFFFF,
                        low >>> 16 & 0xFFFF,
                        low & 0xFFFF,
                        length);
        return new Prefix(Family.IPV6, high, low, length, excluded, text);
    }
}
