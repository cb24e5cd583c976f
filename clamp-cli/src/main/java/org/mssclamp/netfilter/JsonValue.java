// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value in a JSON text of which not much is certain: what is not there is a value, too. */
record JsonValue(@Nullable Object value) {
    private static final JsonValue NOTHING = new JsonValue(null);

    /** Empty for what is no JSON. */
    static Optional<JsonValue> read(String text) {
        try {
            return Optional.of(new JsonValue(JSON.std.anyFrom(text)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The member of an object. */
    JsonValue get(String key) {
        return value instanceof Map<?, ?> members ? new JsonValue(members.get(key)) : NOTHING;
    }

    /** Whether it is an object with this member, be it null. */
    boolean has(String key) {
        return value instanceof Map<?, ?> members && members.containsKey(key);
    }

    /** The names of its members; none if it is no object. */
    Set<String> keys() {
        return value instanceof Map<?, ?> members
                ? Set.copyOf(members.keySet().stream().map(String::valueOf).toList())
                : Set.of();
    }

    /** Those of a list; what is no list is its own element. */
    List<JsonValue> elements() {
        if (value instanceof List<?> elements) {
            return elements.stream().map(JsonValue::new).toList();
        }
        return value == null ? List.of() : List.of(this);
    }

    /** Of a string or a number; empty for what is neither. */
    String text() {
        return value instanceof String || value instanceof Number ? value.toString() : "";
    }

    OptionalLong number() {
        return value instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
