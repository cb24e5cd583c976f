// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.Problem.Severity;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node of the tree with its path. Reads itself as what a reader asks for; where it is something else it says so to
 * the problems and is empty.
 */
record Value(Node node, String path, Source source, Problems problems) {
    private static final String LIST = "a list";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final int MAX_DIGITS = 9;
    private static final Pattern LEADING_ZERO = Pattern.compile("0[0-9]+");
    private static final Set<String> YES = Set.of("true", "yes", "on", "y", "1");
    private static final Set<String> NO = Set.of("false", "no", "off", "n", "0");

    /** A mapping with these keys and no others. */
    Optional<Section> section(Keys keys) {
        Optional<Section> section = section();
        section.ifPresent(mapping -> mapping.allow(keys));
        return section;
    }

    /** A mapping whose keys are still to be checked. */
    Optional<Section> section() {
        if (!hasForeignTag() && node instanceof MappingNode mapping) {
            return Optional.of(new Section(this, mapping));
        }
        refuseShape("a mapping");
        return Optional.empty();
    }

    /** The items of a list. */
    Optional<List<Value>> list() {
        if (hasForeignTag() || !(node instanceof SequenceNode list)) {
            refuseShape(LIST);
            return Optional.empty();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new Value(item, path + "[" + items.size() + "]", source, problems));
        }
        return Optional.of(items);
    }

    /** The items of a list, one at least; a value by itself is its only item. */
    List<Value> items() {
        if (!(node instanceof SequenceNode)) {
            return List.of(this);
        }
        Optional<List<Value>> items = list();
        if (items.filter(List::isEmpty).isPresent()) {
            refuse("the list is empty, allowed one entry or more", "leave the key out instead");
        }
        return items.orElse(List.of());
    }

    /** A scalar of some format. */
    <T> Optional<T> scalar(Format<T> format) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(format.parse(text.get()));
        } catch (FormatException e) {
            refuse(e.getMessage(), e.hint().orElse(null));
            return Optional.empty();
        }
    }

    /** A whole number between two others, both allowed; the hint is for one that is not between them. */
    Optional<Integer> integer(int low, int high, @Nullable String hint) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get();
        if (WHOLE_NUMBER.matcher(digits).matches() && isPlain() && digits.length() <= MAX_DIGITS) {
            int number = Integer.parseInt(digits);
            if (low <= number && number <= high) {
                return Optional.of(number);
            }
        }
        refuseInteger(digits, ", allowed " + (low == high ? low : low + "-" + high), hint);
        return Optional.empty();
    }

    private void refuseInteger(String digits, String allowed, @Nullable String hint) {
        if (LEADING_ZERO.matcher(digits).matches()) {
            refuse(Quoted.number(digits) + " has a leading zero" + allowed, null);
        } else if (!WHOLE_NUMBER.matcher(digits).matches()) {
            refuse(Quoted.of(digits) + " is not a whole number" + allowed, null);
        } else if (!isPlain()) {
            refuse(Quoted.of(digits) + " is text" + allowed, "write the number without quotes");
        } else {
            refuse(Quoted.number(digits) + " is out of range" + allowed, hint);
        }
    }

    /** {@code true} or {@code false}. */
    Optional<Boolean> bool() {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (isPlain() && (text.get().equals("true") || text.get().equals("false"))) {
            return Optional.of(text.get().equals("true"));
        }
        String meant = text.get().toLowerCase(Locale.ROOT);
        String hint = YES.contains(meant) ? "write true" : NO.contains(meant) ? "write false" : null;
        refuse(Quoted.of(text.get()) + " is not a boolean, write true or false", hint);
        return Optional.empty();
    }

    /** One of the choices, by its label. */
    <T> Optional<T> choice(T[] choices, Function<T, String> label) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> labels = Arrays.stream(choices).map(label).toList();
        int chosen = labels.indexOf(text.get());
        if (chosen < 0) {
            String hint = Spelling.nearest(text.get().toLowerCase(Locale.ROOT), labels)
                    .map(Spelling::question)
                    .orElse(null);
            refuse(Quoted.of(text.get()) + " is not known, allowed " + String.join(", ", labels), hint);
            return Optional.empty();
        }
        return Optional.of(choices[chosen]);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    void refuse(String message, @Nullable String hint) {
        problems.add(Severity.ERROR, position(), path, message, hint);
    }

    void warn(String message, @Nullable String hint) {
        problems.add(Severity.WARNING, position(), path, message, hint);
    }

    /** The line on which it begins, from 1. */
    int line() {
        return source.line(node);
    }

    Position position() {
        return source.position(node);
    }

    private Optional<String> text() {
        if (!hasForeignTag()
                && node instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)) {
            return Optional.of(scalar.getValue());
        }
        refuseShape("one value");
        return Optional.empty();
    }

    private boolean isPlain() {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private boolean hasForeignTag() {
        return !node.getTag().getValue().startsWith(Tag.PREFIX);
    }

    /** Says what was expected instead of this. */
    void refuseShape(String expected) {
        if (hasForeignTag()) {
            String quoted = Quoted.of(node.getTag().getValue());
            refuse(YamlMistake.TAG, node instanceof ScalarNode ? "to exclude, quote it: " + quoted : null);
        } else if (node.getTag().equals(Tag.NULL)) {
            refuse("has no value", "write one, or remove it");
        } else if (node instanceof MappingNode mapping) {
            refuse("a mapping, where " + expected + " is allowed", shapeHint(mapping, expected));
        } else {
            String found = node instanceof SequenceNode ? "a list" : Quoted.of(((ScalarNode) node).getValue());
            refuse(found + ", where " + expected + " is allowed", null);
        }
    }

    private static @Nullable String shapeHint(MappingNode mapping, String expected) {
        return expected.equals(LIST) ? "begin each entry with \"- \"" : quoteHint(mapping);
    }

    /** Of {@code - fd00::} YAML makes the key {@code fd00:} without a value. */
    private static @Nullable String quoteHint(MappingNode mapping) {
        String keys = mapping.getValue().stream()
                .map(entry -> entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "")
                .collect(Collectors.joining());
        return keys.endsWith(":") ? "quote an address that ends in \":\": " + Quoted.of(keys + ":") : null;
    }
}
