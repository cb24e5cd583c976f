// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.Payload;
import org.mssclamp.tunnel.Tunnel;

/** Warns of tunnels that do not go together, or not with the packets of their rule. */
final class TunnelLint {
    private static final Map<Family, Payload> PAYLOADS = Map.of(Family.IPV4, Payload.IPV4, Family.IPV6, Payload.IPV6);

    private TunnelLint() {}

    /** Whether packets of the family go through the tunnels of a rule; true if it has none. */
    static boolean carries(Action action, Family family) {
        List<Tunnel> tunnels = tunnels(action);
        return tunnels.isEmpty() || innermost(tunnels).carried().contains(PAYLOADS.get(family));
    }

    static void warn(WrittenRule rule, Set<Family> families) {
        Action action = rule.rule().action();
        List<Tunnel> tunnels = tunnels(action);
        if (tunnels.isEmpty()) {
            return;
        }
        List<Value> entries = entries(rule.atAction(), action);
        for (int i = 1; i < tunnels.size(); i++) {
            warnOfNesting(entries.get(i), tunnels.get(i - 1), tunnels.get(i));
        }
        if (families.stream().noneMatch(family -> carries(action, family))) {
            Tunnel innermost = innermost(tunnels);
            entries.get(tunnels.size() - 1)
                    .warn(
                            innermost.preset() + " carries " + labels(innermost.carried()) + ", the rule is for "
                                    + labels(
                                            families.stream().map(PAYLOADS::get).toList()),
                            null);
        }
    }

    private static List<Tunnel> tunnels(Action action) {
        if (action instanceof Action.Tunnel tunnel) {
            return tunnel.stack().tunnels();
        }
        return action instanceof Action.ClampToPmtu clamp ? clamp.tunnels().tunnels() : List.of();
    }

    private static List<Value> entries(Value value, Action action) {
        Optional<Value> written = action instanceof Action.ClampToPmtu
                ? value.section().flatMap(keys -> keys.value("tunnel"))
                : Optional.of(value);
        return written.orElseThrow().items();
    }

    private static Tunnel innermost(List<Tunnel> tunnels) {
        return tunnels.get(tunnels.size() - 1);
    }

    private static void warnOfNesting(Value entry, Tunnel outer, Tunnel inner) {
        if (!outer.carried().contains(inner.payload())) {
            entry.warn(
                    inner.preset() + " goes over " + inner.payload().label() + ", but " + outer.preset() + " carries "
                            + labels(outer.carried()),
                    hint(outer, inner));
        }
    }

    private static @Nullable String hint(Tunnel outer, Tunnel inner) {
        Optional<String> overOtherIp = inner.overOtherIp()
                .filter(other -> outer.carried().contains(other.payload()))
                .map(other -> "write " + other);
        if (overOtherIp.isEmpty() && inner.carried().contains(outer.payload())) {
            return "the outermost comes first: [" + inner.preset() + ", " + outer.preset() + "]";
        }
        return overOtherIp.orElse(null);
    }

    private static String labels(Collection<Payload> payloads) {
        return payloads.stream().sorted().map(Payload::label).collect(Collectors.joining(", "));
    }
}
