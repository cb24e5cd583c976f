// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.dialect.ConfigLines.Path;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;

/**
 * Reads {@code adjust-mss} and {@code mss-clamp} of VyOS and EdgeOS, in lines with {@code set} or in braces.
 *
 * <p>VyOS makes rules of these for what leaves by the interface, and has an MSS larger than the limit.
 */
final class VyosReader implements DialectReader {
    private static final Map<String, String> PATTERNS =
            Map.of("pppoe", "pppoe*", "pptp", "ppp*", "tun", "tun*", "vti", "vti*", "all", "*", "l2tp", "l2tp*");

    @Override
    public List<Entry> read(String text) {
        List<Path> paths = ConfigLines.read(text);
        List<Path> kinds = paths.stream()
                .filter(path -> path.words().contains("interface-type"))
                .toList();
        List<Entry> entries = new ArrayList<>();
        for (Path path : paths) {
            if (path.words().get(0).equals("delete")) {
                continue;
            }
            if (isDisabled(path, paths)) {
                entries.add(Entry.carried(path.line(), path.original()).remark("it is disabled, so no rule"));
            } else if (path.words().contains("adjust-mss") || path.words().contains("adjust-mss6")) {
                entries.add(adjusted(path));
            } else if (path.words().contains("mss-clamp") || path.words().contains("mss-clamp6")) {
                clamped(path, kinds).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** By {@code firewall options interface NAME disable}; an interface that is itself disabled has no packets. */
    private static boolean isDisabled(Path path, List<Path> paths) {
        String name = path.behind("options").equals("interface") ? path.behind("interface") : "";
        return !path.last().equals(ConfigLines.DISABLE)
                && !name.isEmpty()
                && paths.stream()
                        .anyMatch(other -> other.last().equals(ConfigLines.DISABLE)
                                && other.behind("options").equals("interface")
                                && other.behind("interface").equals(name));
    }

    private static Entry adjusted(Path path) {
        DeviceRules rules = new DeviceRules(path.line(), path.original());
        try {
            boolean isIpv6 =
                    path.words().contains("adjust-mss6") || path.words().contains("ipv6");
            Action action = DeviceRules.action(path.last());
            String name = interfaceName(path);
            if (name.isEmpty()) {
                throw new UntranslatableException("it names no interface");
            }
            return rules.clampLarger(Side.OUT, name, family(isIpv6), action).entry();
        } catch (UntranslatableException e) {
            return rules.loss(e.reason()).entry();
        }
    }

    private static Optional<Family> family(boolean isIpv6) {
        return Optional.of(isIpv6 ? Family.IPV6 : Family.IPV4);
    }

    /** {@code firewall options interface NAME}, or {@code interfaces KIND NAME [vif N]}. */
    private static String interfaceName(Path path) {
        String ofFirewall = path.behind("interface");
        if (!ofFirewall.isEmpty()) {
            return ofFirewall;
        }
        int at = path.words().indexOf("interfaces");
        if (at < 0 || at + 2 >= path.words().size()) {
            return "";
        }
        StringBuilder name = new StringBuilder(path.words().get(at + 2));
        for (String tag : List.of("vif", "vif-s", "vif-c")) {
            String number = path.behind(tag);
            name.append(number.isEmpty() ? "" : "." + number);
        }
        return name.toString();
    }

    /** The number is in one path, the kinds of interfaces in others. */
    private static Optional<Entry> clamped(Path path, List<Path> paths) {
        String key = path.words().contains("mss-clamp6") ? "mss-clamp6" : "mss-clamp";
        if (!path.words().contains("mss")) {
            return Optional.empty();
        }
        DeviceRules rules = new DeviceRules(path.line(), path.original());
        Predicate<Path> isKind =
                other -> other.words().contains(key) && other.words().contains("interface-type");
        List<String> kinds =
                paths.stream().filter(isKind).map(Path::last).distinct().toList();
        try {
            Action action = DeviceRules.action(path.last());
            for (String kind : kinds.isEmpty() ? List.of("all") : kinds) {
                String pattern = PATTERNS.get(kind);
                if (pattern == null) {
                    rules.loss("interfaces of the type " + Shown.of(kind) + " have no pattern of names");
                } else {
                    clamp(rules, pattern, family(key.equals("mss-clamp6")), action);
                }
            }
        } catch (UntranslatableException e) {
            rules.loss(e.reason());
        }
        return Optional.of(rules.entry());
    }

    private static void clamp(DeviceRules rules, String pattern, Optional<Family> family, Action action)
            throws UntranslatableException {
        Conditions conditions = new Conditions();
        family.ifPresent(conditions::family);
        conditions.isOneOf(Side.OUT, List.of(Literals.interfacePattern(pattern)));
        rules.clamp(conditions, action, true);
    }
}
