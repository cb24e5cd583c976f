// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.Parameter;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;
import org.mssclamp.tunnel.Values.Words;

/** Reads tunnels: one, or a list with the outermost first. */
final class TunnelReader {
    private static final String TYPE = "type";
    private static final String PATH_MTU = "path-mtu";
    private static final String EXAMPLE = "write { type: wireguard }, or the name alone";

    private final List<Value> entries;
    private final boolean hasPath;

    /** Says what the path carries in its outermost tunnel only, and only if the path is not asked of the kernel. */
    private TunnelReader(Value value, boolean hasPath) {
        this.entries = value.items();
        this.hasPath = hasPath;
    }

    /** The action {@code tunnel}. */
    static Optional<Action> action(Value value) {
        TunnelReader reader = new TunnelReader(value, true);
        int pathMtu = reader.pathMtu();
        return reader.stack().map(stack -> Action.Tunnel.of(stack, pathMtu));
    }

    /** Tunnels over a path that is not written with them. */
    static Optional<TunnelStack> stack(Value value) {
        return new TunnelReader(value, false).stack();
    }

    private int pathMtu() {
        return entries.stream()
                .limit(1)
                .filter(Value::isMapping)
                .flatMap(outermost -> outermost.section().stream())
                .flatMap(outermost -> outermost.value(PATH_MTU).stream())
                .flatMap(value -> value.integer(TunnelStack.MIN_PATH_MTU, TunnelStack.MAX_PATH_MTU, null).stream())
                .findFirst()
                .orElse(TunnelStack.DEFAULT_PATH_MTU);
    }

    private Optional<TunnelStack> stack() {
        List<Tunnel> tunnels = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            tunnel(entries.get(i), hasPath && i == 0).ifPresent(tunnels::add);
        }
        return tunnels.isEmpty() || tunnels.size() < entries.size()
                ? Optional.empty()
                : Optional.of(TunnelStack.of(tunnels));
    }

    private Optional<Tunnel> tunnel(Value entry, boolean overPath) {
        if (!entry.isMapping()) {
            return entry.scalar(TunnelTypes::parse).map(Preset::tunnel);
        }
        Optional<Section> section = entry.section();
        Optional<Value> type = section.flatMap(mapping -> mapping.value(TYPE));
        if (section.isPresent() && type.isEmpty()) {
            entry.refuse("type is missing" + TunnelTypes.ALLOWED, EXAMPLE);
        }
        Optional<Preset> preset = type.flatMap(value -> value.scalar(TunnelTypes::parse));
        return preset.flatMap(known -> tunnel(known, section.orElseThrow(), overPath));
    }

    private Optional<Tunnel> tunnel(Preset preset, Section section, boolean overPath) {
        section.allow(keys(preset, overPath));
        Map<String, String> written = new HashMap<>();
        boolean isValid = true;
        for (Parameter parameter : preset.parameters()) {
            Optional<Value> value = section.value(parameter.key());
            Optional<String> text = value.flatMap(present -> text(present, parameter));
            text.ifPresent(allowed -> written.put(parameter.key(), allowed));
            isValid &= text.isPresent() || value.isEmpty();
        }
        return isValid ? Optional.of(preset.tunnel(written)) : Optional.empty();
    }

    private static Keys keys(Preset preset, boolean overPath) {
        Stream<String> parameters = preset.parameters().stream().map(Parameter::key);
        Stream<String> path = overPath ? Stream.of(PATH_MTU) : Stream.empty();
        return new Keys(
                "in " + preset.name(),
                Stream.of(Stream.of(TYPE), parameters, path)
                        .flatMap(keys -> keys)
                        .toList());
    }

    private static Optional<String> text(Value value, Parameter parameter) {
        if (parameter.isFlag()) {
            return value.bool().map(String::valueOf);
        }
        if (parameter.values() instanceof Words words) {
            return value.choice(words.words().toArray(String[]::new), word -> word);
        }
        return value.scalar(text -> number(text, parameter));
    }

    private static String number(String text, Parameter parameter) throws FormatException {
        if (parameter.values().accept(text)) {
            return text;
        }
        throw new FormatException(Quoted.of(text) + " is no value of " + parameter.key() + ", allowed "
                + parameter.values().allowed());
    }
}
