// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes expressions and statements of nft's JSON as its text has them. */
final class NftJsonText {
    private static final Set<String> WORDS =
            Set.of("accept", "drop", "return", "continue", "notrack", "counter", "log");

    private static final Set<String> KEYWORDS =
            Set.of("accept", "drop", "return", "continue", "jump", "goto", "queue", "vmap", "set", "xt");

    private NftJsonText() {}

    /** A member of an object; null if it is none, or has none of that name. */
    static @Nullable Object member(@Nullable Object object, String key) {
        return object instanceof Map<?, ?> map ? map.get(key) : null;
    }

    /** The elements of a list; a value by itself is one, null is none. */
    static List<?> list(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    static String of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            return of(String.valueOf(only.getKey()), only.getValue());
        }
        if (value instanceof List<?> list) {
            return joined(list, ",");
        }
        return value instanceof Map ? "unknown" : quoted(String.valueOf(value));
    }

    /** A name may be a keyword, too. */
    private static String quoted(String word) {
        return word.matches("[a-z0-9@.:/-]*") && !KEYWORDS.contains(word) ? word : '"' + word.replace("\"", "") + '"';
    }

    private static String joined(List<?> values, String sign) {
        return values.stream().map(NftJsonText::of).collect(Collectors.joining(" " + sign + " "));
    }

    private static String of(String kind, @Nullable Object value) {
        if (WORDS.contains(kind)) {
            return kind;
        }
        return switch (kind) {
            case "match" -> match(value);
            case "mangle" -> of(member(value, "key")) + " set " + of(member(value, "value"));
            case "meta", "ct", "rt" -> kind + " " + member(value, "key");
            case "payload" -> member(value, "protocol") + " " + member(value, "field");
            case "tcp option" -> "tcp option " + member(value, "name") + " " + member(value, "field");
            case "prefix" -> member(value, "addr") + "/" + member(value, "len");
            case "range" -> joined(list(value), "-").replace(" - ", "-");
            case "set" -> "{ " + joined(list(value), ",") + " }";
            case "elem" -> of(member(value, "val"));
            case "|" -> "(" + joined(list(value), "|") + ")";
            case "&" -> masked(list(value));
            case "jump", "goto" -> kind + " " + quoted(String.valueOf(member(value, "target")));
            case "vmap" -> kind;
            case "xt" -> "xt " + quoted(String.valueOf(value));
            default -> "\"" + kind.replace("\"", "") + "\"";
        };
    }

    private static String masked(List<?> operands) {
        if (operands.size() < 2) {
            return "unknown";
        }
        Object mask = operands.size() == 2 ? operands.get(1) : operands.subList(1, operands.size());
        return of(operands.get(0)) + " & " + bits(mask);
    }

    /** Bits are given one by one by some versions, in one expression by others. */
    private static String bits(@Nullable Object bits) {
        return bits instanceof List<?> list ? "(" + joined(list, "|") + ")" : of(bits);
    }

    private static String match(@Nullable Object match) {
        String operator = String.valueOf(member(match, "op"));
        Object right = member(match, "right");
        boolean areBits = member(match, "left") instanceof Map<?, ?> left && left.containsKey("&");
        return of(member(match, "left"))
                + (operator.equals("in") ? " " : " " + operator + " ")
                + (areBits ? bits(right) : of(right));
    }
}
