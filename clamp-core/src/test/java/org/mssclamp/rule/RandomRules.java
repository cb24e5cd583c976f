// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mssclamp.packet.Family;

/** Seeded rules whose values come from small pools, so that packets from the same pools match some of them. */
public final class RandomRules {
    private RandomRules() {}

    public static List<Rule> rules(SplittableRandom random) {
        List<Rule> rules = new ArrayList<>();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            rules.add(rule("rule-" + i, random));
        }
        return rules;
    }

    private static Rule rule(String name, SplittableRandom random) {
        RuleBuilder rule = RuleBuilder.rule(name);
        for (int i = random.nextInt(3); i > 0; i--) {
            ask(rule, random);
        }
        return rule.action(action(random)).build();
    }

    private static void ask(RuleBuilder rule, SplittableRandom random) {
        int more = random.nextInt(3);
        switch (random.nextInt(10)) {
            case 0 -> {
                for (int i = 0; i <= more; i++) {
                    rule.in(oneOf(random, "wg0", "wg*", "eth0", "tun+", "*", "wg1*"));
                }
            }
            case 1 -> rule.out(oneOf(random, "wg0", "eth*", "eth0", "eth0.5", "+", "eth0.+"));
            case 2 -> {
                for (int i = 0; i <= more; i++) {
                    rule.from(prefix(random));
                }
            }
            case 3 -> {
                for (int i = 0; i <= more; i++) {
                    rule.to(prefix(random));
                }
            }
            case 4 -> {
                int low = port(random);
                rule.sourcePorts(low, low + random.nextInt(65536 - low));
            }
            case 5 -> {
                for (int i = 0; i <= more; i++) {
                    int low = port(random);
                    rule.destinationPorts(low, low + random.nextInt(Math.min(1000, 65536 - low)));
                }
            }
            case 6 -> rule.family(random.nextBoolean() ? Family.IPV4 : Family.IPV6);
            case 7 -> {
                int mask = oneOf(random, 1, 3, 0x10, 0x80000000, -1, 0);
                rule.mark(oneOf(random, 0, 1, 2, 3, 0x80000001) & mask, mask);
            }
            case 8 -> {
                int low = mss(random);
                int high = Math.max(low, mss(random));
                if (random.nextBoolean()) {
                    rule.mss(low, high);
                } else {
                    rule.mssNot(low, high);
                }
            }
            default -> rule.flags(oneOf(random, SynKind.values()));
        }
    }

    private static Action action(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Action.Pass();
            case 1 -> new Action.Mtu(1400);
            case 2 -> new Action.SetMss(1300, Action.NO_LIMIT);
            case 3 -> new Action.SetMss(Action.NO_LIMIT, 1300);
            case 4 -> new Action.ProbedMtu(Way.to("10.8.0.2"), 600, 1280);
            default -> new Action.SetMss(1360, 1340);
        };
    }

    private static String prefix(SplittableRandom random) {
        String prefix = oneOf(
                random,
                "0.0.0.0/0",
                "10.0.0.0/8",
                "10.8.0.0/31",
                "10.8.0.1",
                "128.0.0.0/1",
                "192.168.0.0/16",
                "::/0",
                "fd00::/8",
                "fd00:8::/64",
                "fd00:8::8000:0:0:0/65",
                "fd00:8::1",
                "2000::/3");
        return random.nextInt(3) == 0 ? "!" + prefix : prefix;
    }

    static String address(SplittableRandom random, Family family) {
        return family == Family.IPV4
                ? oneOf(random, "10.8.0.0", "10.8.0.1", "10.8.0.2", "11.0.0.1", "192.168.7.7", "255.255.255.255")
                : oneOf(random, "fd00:8::1", "fd00:8::2", "fd00:8::8000:0:0:1", "fd00:9::1", "2001:db8::1", "::1");
    }

    static int port(SplittableRandom random) {
        return oneOf(random, 0, 22, 80, 443, 1023, 1024, 8080, 32768, 65535);
    }

    static int mss(SplittableRandom random) {
        return oneOf(random, 0, 536, 1360, 1361, 1400, 1460, 8960, 65535);
    }

    @SafeVarargs
    public static <T> T oneOf(SplittableRandom random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
