// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping by its keys, each of them known and there once. */
final class Section {
    private static final Pattern PATH_STEP = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private final Value whole;
    private final boolean isEmpty;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    /** Refuses unknown and repeated keys, and leaves them out. */
    Section(Value whole, MappingNode mapping, Keys keys) {
        this.whole = whole;
        isEmpty = mapping.getValue().isEmpty();
        for (NodeTuple entry : mapping.getValue()) {
            add(entry, keys);
        }
    }

    private void add(NodeTuple entry, Keys keys) {
        if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
            at(entry.getKeyNode(), whole.path()).refuse("a list or mapping cannot be a key, allowed text", null);
            return;
        }
        String key = keyNode.getValue();
        if (!keys.labels().contains(key)) {
            at(keyNode, pathOf(key))
                    .refuse(
                            "unknown key, allowed " + keys.where() + ": " + String.join(", ", keys.labels()),
                            keys.hint(key).orElse(null));
            return;
        }
        NodeTuple first = entries.putIfAbsent(key, entry);
        if (first != null) {
            int line = at(first.getKeyNode(), "").position().line();
            at(keyNode, pathOf(key)).refuse("the key is already on line " + line, null);
        }
    }

    /** The value of a key. */
    Optional<Value> value(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> at(entry.getValueNode(), pathOf(key)));
    }

    /** The key itself, for problems that are not with its value. */
    Optional<Value> key(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> at(entry.getKeyNode(), pathOf(key)));
    }

    /** Those of some keys that it has, in the order of the text. */
    List<String> present(List<String> keys) {
        return entries.keySet().stream().filter(keys::contains).toList();
    }

    /** Whether nothing is written in it, known or unknown. */
    boolean isEmpty() {
        return isEmpty;
    }

    /** The mapping as one value. */
    Value whole() {
        return whole;
    }

    private Value at(Node node, String path) {
        return new Value(node, path, whole.source(), whole.problems());
    }

    private String pathOf(String key) {
        String step = PATH_STEP.matcher(key).matches() ? key : Quoted.of(key);
        return whole.path().isEmpty() ? step : whole.path() + "." + step;
    }
}
