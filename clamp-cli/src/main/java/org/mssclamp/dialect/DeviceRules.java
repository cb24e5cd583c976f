// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.Rule;

/** Makes the entry of a setting of a router that clamps what passes its interfaces. */
final class DeviceRules {
    private static final String TO_PMTU = "clamp-mss-to-pmtu";

    private final int line;
    private final String original;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    DeviceRules(int line, String original) {
        this.line = line;
        this.original = original;
    }

    /** An MSS, or {@code clamp-mss-to-pmtu}. */
    static Action action(String value) throws UntranslatableException {
        if (value.equals(TO_PMTU)) {
            return ClampToPmtu.DEFAULT;
        }
        int mss = Literals.number(value);
        return new Action.SetMss(mss, mss);
    }

    DeviceRules remark(String remark) {
        remarks.add(remark);
        return this;
    }

    DeviceRules loss(String loss) {
        if (!losses.contains(loss)) {
            losses.add(loss);
        }
        return this;
    }

    /** A rule for the SYNs on one side of an interface; another rule that allows less may hold besides. */
    DeviceRules clamp(Side side, String interfaceName, Optional<Family> family, Action action) {
        return clamp(side, interfaceName, family, action, false);
    }

    /** As {@link #clamp}, of those alone whose MSS is larger than the limit. */
    DeviceRules clampLarger(Side side, String interfaceName, Optional<Family> family, Action action) {
        return clamp(side, interfaceName, family, action, true);
    }

    private DeviceRules clamp(
            Side side, String interfaceName, Optional<Family> family, Action action, boolean onlyLarger) {
        try {
            InterfaceName name = InterfaceName.of(interfaceName);
            if (name.isStandIn() && rules.isEmpty()) {
                losses.add("the interface " + Shown.line(interfaceName) + " cannot have this name on Linux: "
                        + name.text() + " stands for what it is here");
            }
            Conditions conditions = new Conditions();
            family.ifPresent(conditions::family);
            conditions.isOneOf(side, List.of(InterfacePattern.parse(name.text())));
            if (onlyLarger && action instanceof Action.SetMss limit) {
                conditions.mss(new MssRange(Math.min(limit.ipv4() + 1, MssRange.MAX), MssRange.MAX, false));
            }
            add(conditions.match(), action, true);
        } catch (UntranslatableException e) {
            loss(e.reason());
        }
        return this;
    }

    /** A rule for every SYN. */
    DeviceRules clampAll(Action action) {
        try {
            add(Match.ALL, action, true);
        } catch (UntranslatableException e) {
            loss(e.reason());
        }
        return this;
    }

    /** A rule for what satisfies the conditions. */
    DeviceRules clamp(Conditions conditions, Action action, boolean continues) {
        try {
            if (!conditions.excluded(Side.IN).isEmpty()
                    || !conditions.excluded(Side.OUT).isEmpty()) {
                throw new UntranslatableException("no rule of ours excludes an interface");
            }
            add(conditions.match(), action, continues);
        } catch (UntranslatableException e) {
            loss(e.reason());
        }
        return this;
    }

    private void add(Match match, Action action, boolean continues) throws UntranslatableException {
        String name = "line-" + line + (rules.isEmpty() ? "" : "-" + (rules.size() + 1));
        rules.add(RuleText.rule(name, match, action, continues, false));
    }

    Entry entry() {
        return new Entry(line, original, rules, remarks, losses);
    }
}
