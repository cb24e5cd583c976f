// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a script asks with: {@code path-mtu=1500&family=ipv6}. Of a key that is there twice the last counts. */
record Query(Map<String, String> values) {
    private static final int MOST_DIGITS = 9;

    Query {
        values = Map.copyOf(values);
    }

    /** Throws an {@link IllegalArgumentException} if it is malformed. */
    static Query parse(String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new Query(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Empty if there is none, or no number from 0 up. */
    OptionalInt number(String key) {
        String text = values.getOrDefault(key, "");
        return text.matches("[0-9]{1," + MOST_DIGITS + "}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }
}
