// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.packet.Family;

/** Builds rules for tests; begins as one that matches every SYN and lowers its MSS to 1400. */
public final class RuleBuilder {
    private final String name;
    private final List<InterfacePattern> in = new ArrayList<>();
    private final List<InterfacePattern> out = new ArrayList<>();
    private final List<Prefix> from = new ArrayList<>();
    private final List<Prefix> to = new ArrayList<>();
    private final List<PortRange> sourcePorts = new ArrayList<>();
    private final List<PortRange> destinationPorts = new ArrayList<>();
    private Optional<Family> family = Optional.empty();
    private Optional<MarkMask> mark = Optional.empty();
    private Optional<MssRange> mss = Optional.empty();
    private SynKind flags = SynKind.BOTH;
    private Action action = new Action.SetMss(1400, 1400);
    private Mode mode = Mode.ENFORCE;
    private boolean continues;
    private MissingMss missingMss = MissingMss.LEAVE;

    private RuleBuilder(String name) {
        this.name = name;
    }

    public static RuleBuilder rule(String name) {
        return new RuleBuilder(name);
    }

    public RuleBuilder in(String pattern) {
        in.add(InterfacePattern.parse(pattern));
        return this;
    }

    public RuleBuilder out(String pattern) {
        out.add(InterfacePattern.parse(pattern));
        return this;
    }

    /** Adds a prefix as it is written in a configuration. */
    public RuleBuilder from(String prefix) {
        from.add(prefix(prefix));
        return this;
    }

    /** Adds a prefix as it is written in a configuration. */
    public RuleBuilder to(String prefix) {
        to.add(prefix(prefix));
        return this;
    }

    public RuleBuilder sourcePorts(int low, int high) {
        sourcePorts.add(new PortRange(low, high));
        return this;
    }

    public RuleBuilder destinationPorts(int low, int high) {
        destinationPorts.add(new PortRange(low, high));
        return this;
    }

    public RuleBuilder family(Family only) {
        family = Optional.of(only);
        return this;
    }

    public RuleBuilder mark(int value, int mask) {
        mark = Optional.of(new MarkMask(value, mask));
        return this;
    }

    public RuleBuilder mss(int low, int high) {
        mss = Optional.of(new MssRange(low, high, false));
        return this;
    }

    public RuleBuilder mssNot(int low, int high) {
        mss = Optional.of(new MssRange(low, high, true));
        return this;
    }

    public RuleBuilder flags(SynKind kind) {
        flags = kind;
        return this;
    }

    public RuleBuilder setMss(int limit) {
        return action(new Action.SetMss(limit, limit));
    }

    public RuleBuilder action(Action other) {
        action = other;
        return this;
    }

    public RuleBuilder observe() {
        mode = Mode.OBSERVE;
        return this;
    }

    public RuleBuilder continues() {
        continues = true;
        return this;
    }

    /** Adds the option where it is missing. */
    public RuleBuilder adds() {
        missingMss = MissingMss.ADD;
        return this;
    }

    public Rule build() {
        Match match = new Match(in, out, from, to, sourcePorts, destinationPorts, family, mark, mss, flags);
        return new Rule(name, match, action, mode, continues, missingMss);
    }

    private static Prefix prefix(String text) {
        boolean excluded = text.startsWith("!");
        String written = excluded ? text.substring(1) : text;
        String[] parts = written.split("/", 2);
        ByteBuffer address = ByteBuffer.wrap(address(parts[0]));
        boolean ipv4 = address.capacity() == 4;
        int length = parts.length == 2 ? Integer.parseInt(parts[1]) : address.capacity() * 8;
        return new Prefix(
                ipv4 ? Family.IPV4 : Family.IPV6,
                ipv4 ? 0 : address.getLong(0),
                ipv4 ? Integer.toUnsignedLong(address.getInt(0)) : address.getLong(8),
                length,
                excluded,
                written);
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
