// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.dialect.ConfigLines.Path;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;

/**
 * Reads {@code tcp-mss} of Junos, in lines with {@code set} or in braces.
 *
 * <p>Those of interfaces come first, as they let others hold besides. Of the settings of {@code security flow} the special
 * one decides before {@code all-tcp}, which comes last.
 */
final class JunosReader implements DialectReader {
    private static final String TCP_MSS = "tcp-mss";

    @Override
    public List<Entry> read(String text) {
        List<Entry> entries = new ArrayList<>();
        List<Entry> ofTunnels = new ArrayList<>();
        List<Entry> last = new ArrayList<>();
        for (Path path : ConfigLines.read(text)) {
            List<String> words = path.words();
            boolean isOfPolicy = words.contains("initial-tcp-mss") || words.contains("reverse-tcp-mss");
            if (words.get(0).equals("deactivate")) {
                String reason = "what it switches off was taken all the same: take those rules out";
                entries.add(Entry.lost(path.line(), path.original(), reason));
            } else if (words.contains("inactive:")) {
                entries.add(Entry.carried(path.line(), path.original()).remark("it is inactive, so no rule"));
            } else if (isOfPolicy) {
                String reason =
                        "it is for a policy between zones, which no rule of ours knows: name its interfaces or prefixes";
                entries.add(Entry.lost(path.line(), path.original(), reason));
            } else if (words.contains(TCP_MSS) && !words.get(0).equals("delete")) {
                Entry entry = entry(path);
                boolean isForAll = words.contains("all-tcp") || isBare(path);
                (isForAll ? last : words.contains("flow") ? ofTunnels : entries).add(entry);
            }
        }
        entries.addAll(ofTunnels);
        entries.addAll(last);
        return entries;
    }

    private static boolean isBare(Path path) {
        return !path.words().contains("flow") && path.behind("interfaces").isEmpty();
    }

    private static Entry entry(Path path) {
        DeviceRules rules = new DeviceRules(path.line(), path.original());
        try {
            Action action = DeviceRules.action(path.last());
            if (path.words().contains("flow")) {
                return ofFlow(path, rules, action);
            }
            String interfaceName = path.behind("interfaces");
            if (interfaceName.isEmpty()) {
                rules.remark("it names no interface: for every SYN, and for both families");
                return rules.clampAll(action).entry();
            }
            String unit = path.behind("unit");
            String whole = unit.isEmpty() ? interfaceName : interfaceName + "." + unit;
            Optional<Family> family = Optional.of(path.behind("family").equals("inet6") ? Family.IPV6 : Family.IPV4);
            rules.clamp(Side.IN, whole, family, action);
            return rules.clamp(Side.OUT, whole, family, action).entry();
        } catch (UntranslatableException e) {
            return rules.loss(e.reason()).entry();
        }
    }

    private static Entry ofFlow(Path path, DeviceRules rules, Action action) throws UntranslatableException {
        String kind = path.behind(TCP_MSS);
        return switch (kind) {
            case "all-tcp" ->
                rules.remark("one number for both families, as there")
                        .clampAll(action)
                        .entry();
            case "ipsec-vpn" -> special(rules, Side.OUT, "st0*", "packets that enter an IPsec tunnel", action);
            case "gre-in" -> special(rules, Side.IN, "gr-*", "GRE packets, as they enter", action);
            case "gre-out" -> special(rules, Side.OUT, "gr-*", "GRE packets, as they leave", action);
            default -> throw new UntranslatableException("tcp-mss of " + Shown.of(kind));
        };
    }

    /** Which keeps the packet from all-tcp. */
    private static Entry special(DeviceRules rules, Side side, String standIn, String what, Action action)
            throws UntranslatableException {
        Conditions conditions = new Conditions();
        conditions.isOneOf(side, List.of(Literals.interfacePattern(standIn)));
        return rules.clamp(conditions, action, false)
                .loss("it is for " + what + ": " + standIn + " stands for the interfaces of these tunnels here")
                .entry();
    }
}
