// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.SynKind;

/** One rule of pf that clamps, or keeps packets from those that do; see pf.conf(5). Not thread-safe. */
final class PfRule {
    private static final Set<String> NO_CONDITIONS = Set.of(
            "match",
            "no",
            "pass",
            "scrub",
            "quick",
            "all",
            "no-df",
            "random-id",
            "reassemble",
            "fragment",
            "tcp",
            "keep",
            "modulate",
            "synproxy",
            "state",
            "crop",
            "drop-ovl");
    private static final Set<String> WITH_VALUE = Set.of("min-ttl", "set-tos", "label", "queue", "flags", "tag");

    private final int line;
    private final String original;
    private final PfWords words;
    private final boolean isScrub;
    private final boolean hasState;
    private final boolean continues;

    private @Nullable Side direction;
    private @Nullable Family family;
    private @Nullable Action action;
    private List<InterfacePattern> interfaces = List.of();
    private boolean excludesInterfaces;
    private boolean isForTcp = true;
    private final Host from = new Host();
    private final Host to = new Host();

    /** One end of a connection. */
    private static final class Host {
        private final List<Prefix> within = new ArrayList<>();
        private final List<Prefix> outside = new ArrayList<>();
        private final List<PortRange> ports = new ArrayList<>();

        boolean isAny() {
            return within.isEmpty() && outside.isEmpty() && ports.isEmpty();
        }

        void ask(Conditions conditions, Side side) throws UntranslatableException {
            if (!within.isEmpty()) {
                conditions.isWithin(side, within);
            }
            conditions.isOutside(side, outside);
            if (!ports.isEmpty()) {
                conditions.ports(side, ports);
            }
        }
    }

    PfRule(int line, String original, String expanded, boolean continues) {
        this.line = line;
        this.original = original;
        words = new PfWords(expanded);
        isScrub = expanded.matches("(?:no )?scrub\\b.*");
        hasState = !isScrub && !expanded.contains("no state");
        this.continues = continues;
    }

    Entry entry() {
        try {
            while (words.hasNext()) {
                take(words.take());
            }
            return translated();
        } catch (UntranslatableException e) {
            return Entry.lost(line, original, e.reason());
        }
    }

    private void take(String word) throws UntranslatableException {
        switch (word) {
            case "in" -> direction = Side.IN;
            case "out" -> direction = Side.OUT;
            case "on" -> takeInterfaces();
            case "inet" -> family = Family.IPV4;
            case "inet6" -> family = Family.IPV6;
            case "proto" -> isForTcp = words.list().contains("tcp");
            case "from" -> takeHost(from);
            case "to" -> takeHost(to);
            case "max-mss" -> action = DeviceRules.action(words.take());
            case "log" -> words.skipParentheses();
            case "(", ")", "," -> {}
            default -> takeOther(word);
        }
    }

    private void takeOther(String word) throws UntranslatableException {
        if (WITH_VALUE.contains(word)) {
            words.take();
        } else if (!NO_CONDITIONS.contains(word)) {
            throw new UntranslatableException("no rule of ours has " + Shown.of(word));
        }
    }

    private void takeInterfaces() throws UntranslatableException {
        excludesInterfaces = words.takeIf("!");
        List<InterfacePattern> patterns = new ArrayList<>();
        for (String name : words.list()) {
            InterfaceName known = InterfaceName.of(name);
            if (known.isStandIn() || !name.matches("any|.*[0-9]")) {
                throw new UntranslatableException(Shown.of(name) + " is no name of an interface, but of a group");
            }
            patterns.add(Literals.interfacePattern(name));
        }
        boolean isAny = patterns.contains(new InterfacePattern("any", false));
        interfaces = isAny ? List.of() : patterns;
    }

    private void takeHost(Host host) throws UntranslatableException {
        if (!words.peek().equals("port")) {
            boolean excluded = words.takeIf("!");
            for (String address : words.list()) {
                if (!address.equals("any")) {
                    (excluded ? host.outside : host.within).add(Literals.prefix(address, excluded));
                }
            }
        }
        if (words.takeIf("port")) {
            words.takeIf("=");
            for (String ports : words.list()) {
                host.ports.add(Literals.ports(ports));
            }
        }
    }

    private Entry translated() throws UntranslatableException {
        DeviceRules rules = new DeviceRules(line, original);
        Action clamp = action == null && isScrub ? new Action.Pass() : action;
        if (clamp == null || !isForTcp) {
            return rules.remark("no SYN satisfies it").entry();
        }
        if (excludesInterfaces) {
            throw new UntranslatableException("no rule of ours excludes an interface");
        }
        if (clamp instanceof Action.Pass && continues) {
            throw new UntranslatableException("the scrub rules behind it see what it keeps from them");
        }
        boolean isOneWay = direction != null && hasState && !interfaces.isEmpty();
        boolean asksHosts = !from.isAny() || !to.isAny();
        if (!hasState || (!isOneWay && !asksHosts)) {
            Set<SynKind> both = EnumSet.of(SynKind.SYN, SynKind.SYN_ACK);
            for (Optional<Side> side : sides()) {
                rules.clamp(conditions(side, both, from, to), clamp, continues);
            }
            return rules.entry();
        }
        for (Optional<Side> side : sides()) {
            rules.clamp(conditions(side, EnumSet.of(SynKind.SYN), from, to), clamp, continues);
            Optional<Side> back = side.map(one -> one == Side.IN ? Side.OUT : Side.IN);
            rules.clamp(conditions(back, EnumSet.of(SynKind.SYN_ACK), to, from), clamp, continues);
        }
        return rules.remark("the answer belongs to the same state, so pf clamps it, too")
                .entry();
    }

    /** On which side of its interfaces it is for packets; empty for any interface. */
    private List<Optional<Side>> sides() {
        if (interfaces.isEmpty()) {
            return List.of(Optional.empty());
        }
        return direction == null
                ? List.of(Optional.of(Side.IN), Optional.of(Side.OUT))
                : List.of(Optional.of(direction));
    }

    private Conditions conditions(Optional<Side> side, Set<SynKind> kinds, Host source, Host destination)
            throws UntranslatableException {
        Conditions conditions = new Conditions();
        if (side.isPresent()) {
            conditions.isOneOf(side.get(), interfaces);
        }
        if (family != null) {
            conditions.family(family);
        }
        conditions.kinds(kinds);
        source.ask(conditions, Side.IN);
        destination.ask(conditions, Side.OUT);
        return conditions;
    }
}
