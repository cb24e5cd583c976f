// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping by its keys. */
final class Section {
    private static final Pattern PATH_STEP = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private final Value whole;
    private final MappingNode mapping;

    Section(Value whole, MappingNode mapping) {
        this.whole = whole;
        this.mapping = mapping;
    }

    /** Refuses unknown and repeated keys. */
    void allow(Keys keys) {
        Map<String, Node> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            check(entry.getKeyNode(), keys, seen);
        }
    }

    private void check(Node keyNode, Keys keys, Map<String, Node> seen) {
        String key = text(keyNode);
        if (key == null) {
            at(keyNode, whole.path()).refuse("a list or mapping cannot be a key, allowed text", null);
            return;
        }
        if (!keys.labels().contains(key)) {
            String allowed = "allowed " + keys.where() + ": " + String.join(", ", keys.labels());
            at(keyNode, pathOf(key))
                    .refuse("unknown key, " + allowed, keys.hint(key).orElse(null));
            return;
        }
        Node first = seen.putIfAbsent(key, keyNode);
        if (first != null) {
            int line = at(first, "").position().line();
            at(keyNode, pathOf(key)).refuse("the key is already on line " + line + ", allowed each key once", null);
        }
    }

    /** The value of a key. */
    Optional<Value> value(String key) {
        return entry(key).map(entry -> at(entry.getValueNode(), pathOf(key)));
    }

    /** The key itself, for problems that are not with its value. */
    Optional<Value> key(String key) {
        return entry(key).map(entry -> at(entry.getKeyNode(), pathOf(key)));
    }

    /** Those of some keys that it has, in the order of the text. */
    List<String> present(List<String> keys) {
        return mapping.getValue().stream()
                .map(entry -> text(entry.getKeyNode()))
                .filter(key -> key != null && keys.contains(key))
                .distinct()
                .toList();
    }

    /** Whether nothing is written in it, known or unknown. */
    boolean isEmpty() {
        return mapping.getValue().isEmpty();
    }

    /** The mapping as one value. */
    Value whole() {
        return whole;
    }

    /** By search: a map for each of ten thousand rules would take more memory than it saves time. */
    private Optional<NodeTuple> entry(String key) {
        for (NodeTuple entry : mapping.getValue()) {
            if (key.equals(text(entry.getKeyNode()))) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static @Nullable String text(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private Value at(Node node, String path) {
        return new Value(node, path, whole.source(), whole.problems());
    }

    private String pathOf(String key) {
        String step = PATH_STEP.matcher(key).matches() ? key : Quoted.of(key);
        return whole.path().isEmpty() ? step : whole.path() + "." + step;
    }
}
