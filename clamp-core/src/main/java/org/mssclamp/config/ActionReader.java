// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;
import java.util.Optional;
import org.mssclamp.rule.Action;

/** Reads what a rule does. */
final class ActionReader {
    static final List<String> KEYS = List.of("set-mss", "mtu", "tunnel", "clamp-to-pmtu", "pass");
    private static final String ONE_OF = "allowed exactly one of " + String.join(", ", KEYS);
    private static final Action NONE = new Action.Pass();

    static final int MAX_MSS_IPV4 = 65495;
    private static final int MAX_MSS_IPV6 = 65475;
    private static final int MIN_MTU = 104;
    static final int MAX_MTU = 65535;
    private static final String MTU_HINT = "for a WireGuard tunnel with MTU 1420 write \"mtu: 1420\"";

    private ActionReader() {}

    /** The action of a rule; any one if there was an error. */
    static Action read(Section rule) {
        List<String> written = rule.present(KEYS);
        if (written.isEmpty()) {
            rule.whole().refuse("no action, " + ONE_OF, MTU_HINT);
            return NONE;
        }
        refuseFurther(rule, written);
        Action action = NONE;
        for (String key : written) {
            action = rule.value(key).flatMap(value -> action(key, value)).orElse(NONE);
        }
        return action;
    }

    private static void refuseFurther(Section rule, List<String> written) {
        written.stream()
                .skip(1)
                .flatMap(key -> rule.key(key).stream())
                .forEach(key -> key.refuse("another action beside " + written.get(0) + ", " + ONE_OF, null));
    }

    private static Optional<Action> action(String key, Value value) {
        return switch (key) {
            case "set-mss" -> value.isMapping() ? setMssByFamily(value) : setMss(value);
            case "mtu" ->
                value.isMapping()
                        ? ProbedMtuReader.read(value)
                        : value.integer(MIN_MTU, MAX_MTU, MTU_HINT).map(Action.Mtu::new);
            case "tunnel" -> TunnelReader.action(value);
            case "clamp-to-pmtu" ->
                value.isMapping() ? ClampToPmtuReader.read(value) : whenTrue(value, Action.ClampToPmtu.DEFAULT);
            default -> whenTrue(value, new Action.Pass());
        };
    }

    private static Optional<Action> setMss(Value value) {
        return value.integer(Action.FLOOR, MAX_MSS_IPV4, MTU_HINT).map(mss -> new Action.SetMss(mss, mss));
    }

    private static Optional<Action> setMssByFamily(Value value) {
        Optional<Section> families = value.section(Keys.SET_MSS);
        if (families.isEmpty()) {
            return Optional.empty();
        }
        Optional<Value> ipv4 = families.get().value("ipv4");
        Optional<Value> ipv6 = families.get().value("ipv6");
        if (families.get().isEmpty()) {
            value.refuse("no MSS, allowed ipv4, ipv6 or both", "write { ipv4: 1360, ipv6: 1340 }");
        }
        return Optional.of(new Action.SetMss(
                ipv4.flatMap(mss -> mss.integer(Action.FLOOR, MAX_MSS_IPV4, MTU_HINT))
                        .orElse(Action.NO_LIMIT),
                ipv6.flatMap(mss -> mss.integer(Action.FLOOR, MAX_MSS_IPV6, MTU_HINT))
                        .orElse(Action.NO_LIMIT)));
    }

    /** Of an action whose only value is {@code true}. */
    private static Optional<Action> whenTrue(Value value, Action action) {
        Optional<Boolean> written = value.bool();
        if (written.isPresent() && !written.get()) {
            value.refuse("false says nothing, allowed true", "leave the key out, and write another action");
        }
        return Optional.of(action);
    }
}
