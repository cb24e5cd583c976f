// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.packet.Family;

/** What scopes say of rules, held against a naive match of many handshakes. The warnings' test has the examples. */
class ScopeTest {
    private static final int PAIRS = 20_000;
    private static final int HANDSHAKES = 400;

    private final SplittableRandom random = new SplittableRandom(Seed.VALUE);

    @Test
    void coversNoRuleThatTakesAPacketOfItsOwn() {
        List<Handshake> handshakes =
                Stream.generate(this::handshake).limit(HANDSHAKES).toList();
        int covered = 0;
        for (int i = 0; i < PAIRS; i++) {
            Rule wide = rule();
            Rule narrow = rule();
            if (!new Scope(wide).covers(new Scope(narrow))) {
                continue;
            }
            covered++;
            for (Handshake handshake : handshakes) {
                assertThat(isMatch(narrow, handshake) && !isMatch(wide, handshake))
                        .as("%s, %s against %s, %s", handshake, wide, narrow, Seed.REPLAY)
                        .isFalse();
            }
        }
        assertThat(covered).as(Seed.REPLAY).isGreaterThan(PAIRS / 100);
    }

    @Test
    void coversItself() {
        for (int i = 0; i < 1_000; i++) {
            Scope scope = new Scope(rule());
            assertThat(scope.covers(scope)).as(Seed.REPLAY).isTrue();
        }
    }

    @Test
    void isOfEveryFamilyThatHasAPacket() {
        for (int i = 0; i < PAIRS; i++) {
            Rule rule = rule();
            Handshake handshake = handshake();
            if (isMatch(rule, handshake)) {
                assertThat(new Scope(rule).families())
                        .as("%s, %s", rule, Seed.REPLAY)
                        .contains(handshake.family());
            }
        }
    }

    private static boolean isMatch(Rule rule, Handshake handshake) {
        return handshake.firstMatch(List.of(rule), 0) == 0;
    }

    /** Asks little, of values so few and so close that rules overlap, touch and hold one another. */
    private Rule rule() {
        RuleBuilder rule = RuleBuilder.rule("rule").action(action());
        sometimes(3, () -> rule.in(oneOf("a", "ab", "abc", "a*", "ab*", "*", "b")));
        sometimes(3, () -> rule.out(oneOf("a", "ab", "abc", "a*", "ab*", "*", "b")));
        sometimes(3, () -> rule.from(prefix()));
        sometimes(3, () -> rule.to(prefix()));
        sometimes(2, () -> {
            int low = random.nextInt(4);
            rule.sourcePorts(low, low + random.nextInt(3));
        });
        sometimes(2, () -> {
            int low = random.nextInt(4);
            rule.destinationPorts(low, low + random.nextInt(3));
        });
        sometimes(1, () -> rule.family(oneOf(Family.values())));
        sometimes(1, () -> {
            int mask = 1 + random.nextInt(3);
            rule.mark(random.nextInt(4) & mask, mask);
        });
        sometimes(1, () -> {
            int low = 1400 + random.nextInt(4);
            int high = low + random.nextInt(3);
            RuleBuilder asked = random.nextBoolean() ? rule.mss(low, high) : rule.mssNot(low, high);
            assertThat(asked).isSameAs(rule);
        });
        return rule.flags(oneOf(SynKind.values())).build();
    }

    private Action action() {
        return oneOf(
                new Action.Mtu(1000),
                new Action.Pass(),
                new Action.SetMss(1000, 1000),
                new Action.SetMss(1000, Action.NO_LIMIT),
                new Action.SetMss(Action.NO_LIMIT, 1000));
    }

    /** Holds 1 to 8 of the eight addresses that {@link #address} has most often. */
    private String prefix() {
        int bits = random.nextInt(4);
        int low = random.nextInt(8) >> (3 - bits) << (3 - bits);
        String prefix =
                random.nextBoolean() ? "10.0.0." + low + "/" + (29 + bits) : "fd00::" + low + "/" + (125 + bits);
        return random.nextInt(3) == 0 ? "!" + prefix : prefix;
    }

    private Handshake handshake() {
        Family family = oneOf(Family.values());
        return new Handshake(
                oneOf("", "a", "ab", "abc", "abd", "b"),
                oneOf("", "a", "ab", "abc", "abd", "b"),
                random.nextInt(4),
                family,
                address(family),
                address(family),
                random.nextInt(6),
                random.nextInt(6),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(1399 + random.nextInt(8)));
    }

    private String address(Family family) {
        return (family == Family.IPV4 ? "10.0.0." : "fd00::") + random.nextInt(10);
    }

    /** One time in three, and then up to so many times. */
    private void sometimes(int times, Runnable ask) {
        for (int i = random.nextInt(3) == 0 ? random.nextInt(times) : times; i < times; i++) {
            ask.run();
        }
    }

    @SafeVarargs
    private final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
