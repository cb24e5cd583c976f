// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A kind of tunnel: its parameters and the way from them to its arithmetic. */
public final class Preset {
    private final String name;
    private final String title;
    private final List<Parameter> parameters;
    private final Layout layout;
    private final Nesting nesting;
    private final String source;
    private final String note;

    /** From the outside in. */
    interface Layout {
        Layers layers(Settings settings);
    }

    Preset(
            String name,
            String title,
            List<Parameter> parameters,
            Layout layout,
            Nesting nesting,
            String source,
            String note) {
        this.name = name;
        this.title = title;
        this.parameters = List.copyOf(parameters);
        this.layout = layout;
        this.nesting = nesting;
        this.source = source;
        this.note = note;
    }

    /** As in configuration: {@code ipsec-esp}. */
    public String name() {
        return name;
    }

    /** As in prose: {@code IPsec ESP}. */
    public String title() {
        return title;
    }

    /** In the order of help and documentation. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The parameter of that key, if the tunnel has it. */
    public Optional<Parameter> parameter(String key) {
        return parameters.stream()
                .filter(parameter -> parameter.key().equals(key))
                .findFirst();
    }

    /** Where the octets are laid down: RFC and section, kernel function, or file of the project. */
    public String source() {
        return source;
    }

    /** What is assumed, and what to look out for. */
    public String note() {
        return note;
    }

    /** The tunnel with all parameters at their defaults. */
    public Tunnel tunnel() {
        return tunnel(Map.of());
    }

    /**
     * The tunnel with some parameters written.
     *
     * @throws IllegalArgumentException if a key or value is not allowed; {@link #parameter} tells what is
     */
    public Tunnel tunnel(Map<String, String> written) {
        return new Tunnel(this, written);
    }

    void check(Map<String, String> written) {
        written.forEach((key, value) -> {
            Parameter parameter = parameter(key).orElseThrow(() -> unknown(key));
            if (!parameter.values().accept(value)) {
                String allowed = parameter.values().allowed();
                throw new IllegalArgumentException(name + ": " + key + " cannot be " + value + ", allowed " + allowed);
            }
        });
    }

    private IllegalArgumentException unknown(String key) {
        String keys = String.join(", ", parameters.stream().map(Parameter::key).toList());
        String allowed = keys.isEmpty() ? "it has none" : "allowed " + keys;
        return new IllegalArgumentException(name + " has no parameter " + key + ", " + allowed);
    }

    List<Step> steps(Map<String, String> written) {
        return layout.layers(new Settings(parameters, written)).steps();
    }

    Payload payload(Map<String, String> written) {
        return nesting.payload().apply(new Settings(parameters, written));
    }

    Set<Payload> carried(Map<String, String> written) {
        return nesting.carried().apply(new Settings(parameters, written));
    }

    @Override
    public String toString() {
        return name;
    }
}
