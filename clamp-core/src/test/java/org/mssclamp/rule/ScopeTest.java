// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynPacket;

/** What a scope says of two rules, held against what the rules do with packets. The warnings have the examples. */
class ScopeTest {
    private static final int PAIRS = 20_000;
    private static final int PACKETS = 400;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    /** A SYN and where it goes, from values so few that rules and packets often meet. */
    private record Sample(SynPacket syn, PacketContext context) {}

    @Test
    void coversNoRuleThatTakesAPacketOfItsOwn() {
        List<Sample> samples = many(PACKETS, this::sample);
        int covered = 0;
        for (int i = 0; i < PAIRS; i++) {
            Rule wide = rule();
            Rule narrow = rule();
            if (!new Scope(wide).covers(new Scope(narrow))) {
                continue;
            }
            covered++;
            for (Sample sample : samples) {
                assertThat(matches(narrow, sample) && !matches(wide, sample))
                        .as("%s against %s, seed %d", wide, narrow, seed)
                        .isFalse();
            }
        }
        assertThat(covered).as("pairs, seed %d", seed).isGreaterThan(PAIRS / 100);
    }

    @Test
    void coversItself() {
        for (Rule rule : many(1_000, this::rule)) {
            assertThat(new Scope(rule).covers(new Scope(rule)))
                    .as("%s, seed %d", rule, seed)
                    .isTrue();
        }
    }

    @Test
    void isOfEveryFamilyThatHasAPacket() {
        List<Sample> samples = many(PACKETS, this::sample);
        for (Rule rule : many(2_000, this::rule)) {
            for (Sample sample : samples) {
                assertThat(matches(rule, sample)
                                && !new Scope(rule)
                                        .families()
                                        .contains(sample.syn().family()))
                        .as("%s, seed %d", rule, seed)
                        .isFalse();
            }
        }
    }

    private static boolean matches(Rule rule, Sample sample) {
        return new RuleTable(List.of(rule)).match(sample.syn(), sample.context(), 0) == 0;
    }

    private Rule rule() {
        Match match = new Match(
                some(this::pattern),
                some(this::pattern),
                some(this::prefix),
                some(this::prefix),
                some(this::ports),
                some(this::ports),
                maybe(this::family),
                maybe(() -> {
                    int mask = 1 + random.nextInt(3);
                    return new MarkMask(random.nextInt(4) & mask, mask);
                }),
                maybe(() -> {
                    int low = random.nextInt(4);
                    return new MssRange(1400 + low, 1400 + low + random.nextInt(3), random.nextBoolean());
                }),
                oneOf(SynKind.values()));
        Action action = switch (random.nextInt(6)) {
            case 0 -> new Action.SetMss(1000, Action.NO_LIMIT);
            case 1 -> new Action.SetMss(Action.NO_LIMIT, 1000);
            case 2 -> new Action.Pass();
            default -> new Action.Mtu(1000);
        };
        return new Rule("rule", match, action, Mode.ENFORCE, false, MissingMss.LEAVE);
    }

    private InterfacePattern pattern() {
        return InterfacePattern.parse(oneOf("a", "ab", "abc", "a*", "ab*", "*", "b"));
    }

    /** Of the eight addresses 10.0.0.0-7, or the eight fd00::0-7. */
    private Prefix prefix() {
        Family family = family();
        int bits = random.nextInt(4);
        int low = random.nextInt(8) >> (3 - bits) << (3 - bits);
        long base = family == Family.IPV4 ? 0x0a000000L : 0;
        long high = family == Family.IPV4 ? 0 : 0xfd00L << 48;
        int length = (family == Family.IPV4 ? 29 : 125) + bits;
        return new Prefix(family, high, base + low, length, random.nextInt(3) == 0, family + "/" + low + "/" + length);
    }

    private PortRange ports() {
        int low = random.nextInt(4);
        return new PortRange(low, low + random.nextInt(3));
    }

    private Family family() {
        return random.nextBoolean() ? Family.IPV4 : Family.IPV6;
    }

    private Sample sample() {
        ByteBuf packet = random.nextBoolean() ? ipv4() : ipv6();
        int tcp = packet.readableBytes();
        packet.writeShort(random.nextInt(6)).writeShort(random.nextInt(6)); // ports
        packet.writeLong(0); // sequence and acknowledgment
        boolean hasMss = random.nextInt(4) > 0;
        packet.writeByte(hasMss ? 0x60 : 0x50); // data offset
        packet.writeByte(random.nextBoolean() ? 0x02 : 0x12); // SYN or SYN-ACK
        packet.writeShort(0xffff).writeInt(0); // window, checksum, urgent pointer
        if (hasMss) {
            packet.writeShort(0x0204).writeShort(1399 + random.nextInt(8)); // MSS option
        }
        int length = packet.readableBytes();
        if (tcp == 20) {
            packet.setShort(2, length);
        } else {
            packet.setShort(4, length - tcp);
        }
        SynPacket syn = new SynPacket();
        assertThat(syn.decode(packet, 0, length, length)).isEqualTo(DecodeResult.SYN);
        PacketContext context = new PacketContext();
        context.fill(
                oneOf("a", "ab", "abc", "abd", "b", ""),
                oneOf("a", "ab", "abc", "abd", "b", ""),
                random.nextInt(4),
                false);
        return new Sample(syn, context);
    }

    private ByteBuf ipv4() {
        ByteBuf packet = Unpooled.buffer(64);
        packet.writeInt(0x45000000).writeInt(0).writeInt(0x40060000); // length to come; TTL 64, TCP
        return packet.writeInt(0x0a000000 + random.nextInt(10)).writeInt(0x0a000000 + random.nextInt(10));
    }

    private ByteBuf ipv6() {
        ByteBuf packet = Unpooled.buffer(64);
        packet.writeInt(0x60000000).writeShort(0).writeShort(0x0640); // length to come; TCP, hop limit 64
        packet.writeLong(0xfd00L << 48).writeLong(random.nextInt(10));
        return packet.writeLong(0xfd00L << 48).writeLong(random.nextInt(10));
    }

    @SafeVarargs
    private final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    /** None, more often than not. */
    private <T> List<T> some(Supplier<T> value) {
        return random.nextInt(3) > 0 ? List.of() : many(1 + random.nextInt(3), value);
    }

    private static <T> List<T> many(int count, Supplier<T> value) {
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value.get());
        }
        return values;
    }
}
