// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mssclamp.dialect.Conditions.Side;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;

/** Takes what rules of RouterOS ask for conditions of ours; a value behind {@code !} is one that it must not be. */
record RouterosMatches(Conditions conditions) {
    private static final Set<String> NO_CONDITIONS = Set.of(
            "action",
            "chain",
            "comment",
            "disabled",
            "jump-target",
            "log",
            "log-prefix",
            "new-mss",
            "passthrough",
            "place-before",
            "numbers");

    void take(String key, String written) throws UntranslatableException {
        boolean negated = written.startsWith("!");
        String value = negated ? written.substring(1) : written;
        if (NO_CONDITIONS.contains(key)) {
            return;
        }
        switch (key) {
            case "protocol" -> {
                if (value.equals("tcp") == negated) {
                    conditions.never();
                }
            }
            case "in-interface" -> interfaces(Side.IN, value, negated);
            case "out-interface" -> interfaces(Side.OUT, value, negated);
            case "src-address" -> addresses(Side.IN, value, negated);
            case "dst-address" -> addresses(Side.OUT, value, negated);
            case "src-port" -> ports(Side.IN, value, negated);
            case "dst-port" -> ports(Side.OUT, value, negated);
            case "tcp-mss" -> conditions.mss(Literals.mss(value, negated));
            case "tcp-flags" -> flags(written);
            case "connection-state" ->
                conditions.kinds(TcpFlags.kindsOfStates(Arrays.asList(value.split(",", -1)), negated));
            default -> throw new UntranslatableException("no rule of ours asks for " + Shown.line(key));
        }
    }

    /** All interfaces of PPP have a name of their own there, and a pattern here. */
    private void interfaces(Side side, String name, boolean negated) throws UntranslatableException {
        if (name.equals("dynamic") || (name.startsWith("all-") && !name.equals("all-ppp"))) {
            throw new UntranslatableException(Shown.of(name) + " is no name of an interface, but of a kind");
        }
        List<InterfacePattern> patterns = List.of(Literals.interfacePattern(name.equals("all-ppp") ? "ppp*" : name));
        if (negated) {
            conditions.isNoneOf(side, patterns);
        } else {
            conditions.isOneOf(side, patterns);
        }
    }

    private void addresses(Side side, String value, boolean negated) throws UntranslatableException {
        int dash = value.indexOf('-');
        List<Prefix> prefixes = dash < 0
                ? List.of(Literals.prefix(value, negated))
                : Literals.addressRange(value.substring(0, dash), value.substring(dash + 1), negated);
        if (negated) {
            conditions.isOutside(side, prefixes);
        } else {
            conditions.isWithin(side, prefixes);
        }
    }

    private void ports(Side side, String value, boolean negated) throws UntranslatableException {
        List<PortRange> ranges = new ArrayList<>();
        for (String one : value.split(",", -1)) {
            ranges.add(Literals.ports(one));
        }
        conditions.ports(side, negated ? Literals.otherPorts(ranges) : ranges);
    }

    /** Those named must be set, those behind {@code !} clear. */
    private void flags(String value) throws UntranslatableException {
        int set = 0;
        int clear = 0;
        for (String one : value.split(",", -1)) {
            if (one.startsWith("!")) {
                clear |= TcpFlags.bits(one.substring(1));
            } else {
                set |= TcpFlags.bits(one);
            }
        }
        int wanted = set;
        int mask = set | clear;
        conditions.kinds(TcpFlags.kinds(flags -> (flags & mask) == wanted));
    }
}
