// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;

/** What no rule of the kernel's does. */
final class KernelLimits {
    /** More rules of the kernel's than this for one of ours are none that somebody reads. */
    private static final int MAX_ASKS = 1024;

    private KernelLimits() {}

    /** Why a rule cannot be said, and what becomes of its packets; empty if it can. */
    static Optional<String> reason(Rule rule) {
        boolean ends = Stream.of(Family.values()).anyMatch(family -> isTooMuch(rule, family));
        String rest = rule.continues()
                ? "later rules see its packets as they are"
                : ends ? "all packets that come to it pass unclamped" : "its packets pass unclamped";
        return why(rule).map(why -> why + "; " + rest);
    }

    private static Optional<String> why(Rule rule) {
        if (rule.mode() == Mode.OBSERVE) {
            return Optional.of("mode: observe counts what it would do, and the kernel only what matches");
        }
        if (hasUnwritableName(rule)) {
            return Optional.of("an interface has a character in its name that is a sign of the shell or of nft");
        }
        for (Family family : Family.values()) {
            if (isTooMuch(rule, family)) {
                return Optional.of("its lists come to more than " + MAX_ASKS + " rules of the kernel's");
            }
        }
        if (rule.action() instanceof ProbedMtu) {
            return Optional.of("a rule of the kernel's has a number, and does not probe for one");
        }
        return rule.action() instanceof ClampToPmtu clamp ? why(clamp) : Optional.empty();
    }

    /** Whether one rule comes to more than somebody reads. */
    static boolean isTooMuch(Rule rule, Family family) {
        return KernelAsks.count(rule.match(), family) > MAX_ASKS;
    }

    private static boolean hasUnwritableName(Rule rule) {
        return Stream.concat(rule.match().in().stream(), rule.match().out().stream())
                .anyMatch(pattern -> !pattern.name().matches("[^\"'\\\\$`!;,{}()<>|&#*]*"));
    }

    private static Optional<String> why(ClampToPmtu clamp) {
        List<String> keys = new ArrayList<>();
        ClampToPmtu kernels = ClampToPmtu.DEFAULT;
        if (clamp.direction() != Direction.BOTH) {
            keys.add("direction: " + clamp.direction().label());
        }
        if (clamp.overhead() != kernels.overhead()) {
            keys.add("overhead");
        }
        if (!clamp.tunnels().equals(kernels.tunnels())) {
            keys.add("tunnel");
        }
        if (clamp.floor() != kernels.floor()) {
            keys.add("floor");
        }
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of("the kernel's clamp to the path has no " + String.join(" and no ", keys));
    }
}
