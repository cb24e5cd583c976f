// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.mssclamp.packet.Family;

/**
 * What a statement {@code match} asks; see libnftables-json(5).
 *
 * <p>A field of a protocol asks for the protocol, too, which nft does not print: with {@code !=} as without.
 */
record NftMatch(JsonValue left, String op, NftOperand right) implements Condition {
    private static final Set<String> SELECTIVE_META = Set.of("mark", "iifgroup", "oifgroup", "skuid", "skgid");
    private static final Set<String> SELECTIVE_CT = Set.of(
            "mark", "saddr", "daddr", "ip saddr", "ip daddr", "ip6 saddr", "ip6 daddr", "proto-src", "proto-dst");
    private static final Set<String> SELECTIVE_FIELDS = Set.of("saddr", "daddr", "sport", "dport");

    NftMatch(JsonValue match) {
        this(match.get("left"), match.get("op").text(), new NftOperand(match.get("right")));
    }

    @Override
    public Answer of(Probe probe) {
        Answer value = value(probe).negatedIf(op.equals("!=") || op.equals("!"));
        return protocol(left, probe).and(value);
    }

    /** Whether the packet has what is asked for. */
    private static Answer protocol(JsonValue expression, Probe probe) {
        if (expression.has("&")) {
            return protocol(first(expression), probe);
        }
        if (expression.has("concat")) {
            return expression.get("concat").elements().stream()
                    .map(part -> protocol(part, probe))
                    .reduce(Answer.YES, Answer::and);
        }
        if (expression.has("tcp option")) {
            return probe.isOf(List.of("tcp"));
        }
        String protocol = expression.get("payload").get("protocol").text();
        return switch (protocol) {
            case "", "th", "ether" -> Answer.YES;
            case "ip", "ip6" -> Answer.of(protocol.equals("ip") == (probe.family() == Family.IPV4));
            default -> probe.isOf(List.of(protocol));
        };
    }

    private static JsonValue first(JsonValue masked) {
        return masked.get("&").elements().stream().findFirst().orElse(new JsonValue(null));
    }

    /** Of those that have it. */
    private Answer value(Probe probe) {
        if (!Set.of("==", "!=", "in", "!").contains(op)) {
            return isSelective(left) ? Answer.SOME : Answer.UNKNOWN;
        }
        if (left.has("&")) {
            return masked(probe);
        }
        if (left.has("meta")) {
            return meta(left.get("meta").get("key").text(), probe);
        }
        if (left.has("ct")) {
            return connection(left.get("ct").get("key").text(), probe);
        }
        if (left.has("payload")) {
            return payload(probe);
        }
        return isSelective(left) ? Answer.SOME : Answer.UNKNOWN;
    }

    /** Whether it picks out some packets by address, port, mark and the like, whatever the values are. */
    private boolean isSelective(JsonValue expression) {
        if (expression.has("&")) {
            return isSelective(first(expression));
        }
        if (expression.has("concat")) {
            return expression.get("concat").elements().stream().anyMatch(this::isSelective);
        }
        if (expression.has("fib")) {
            // Of packets for which there is no route back, or to addresses of some kind.
            boolean byType = expression.get("fib").get("result").text().equals("type");
            return !op.startsWith("!") && (byType ? right.hasNot("unicast") : right.isFalse());
        }
        String key = expression.get("meta").get("key").text();
        return SELECTIVE_META.contains(key)
                || NftConditions.isInterface(key)
                || SELECTIVE_CT.contains(expression.get("ct").get("key").text())
                || SELECTIVE_FIELDS.contains(
                        expression.get("payload").get("field").text());
    }

    private Answer meta(String key, Probe probe) {
        if (NftConditions.isInterface(key)) {
            return right.only().map(Probe::passes).orElse(Answer.SOME);
        }
        return switch (key) {
            case "l4proto" -> right.any(protocol -> probe.isOf(List.of(protocol)));
            case "nfproto" ->
                right.any(name -> Answer.of(name.equals(probe.family().label())));
            case "protocol" -> right.any(name -> Answer.of(name.equals(probe.family() == Family.IPV4 ? "ip" : "ip6")));
            default -> isSelective(left) ? Answer.SOME : Answer.UNKNOWN;
        };
    }

    private Answer connection(String key, Probe probe) {
        return switch (key) {
            case "state" -> right.any(state -> probe.isIn(List.of(state)));
            case "direction" -> right.any(probe::goes);
            default -> isSelective(left) ? Answer.SOME : Answer.UNKNOWN;
        };
    }

    private Answer payload(Probe probe) {
        JsonValue payload = left.get("payload");
        String field =
                payload.get("protocol").text() + " " + payload.get("field").text();
        return switch (field) {
            case "tcp flags" -> flags(NftOperand.FLAGS, probe);
            case "ip protocol", "ip6 nexthdr" -> right.any(protocol -> probe.isOf(List.of(protocol)));
            case "icmp type", "icmpv6 type" -> right.any(type -> probe.hasIcmp(type, ""));
            case "icmp code" -> right.any(code -> Answer.of(code.equals("frag-needed") || code.equals("4")));
            default -> isSelective(left) ? Answer.SOME : Answer.UNKNOWN;
        };
    }

    /** Of flags under a mask. */
    private Answer masked(Probe probe) {
        List<JsonValue> operands = left.get("&").elements();
        JsonValue payload = first(left).get("payload");
        boolean isFlags = payload.get("protocol").text().equals("tcp")
                && payload.get("field").text().equals("flags");
        if (isFlags && operands.size() == 2) {
            return new NftOperand(operands.get(1))
                    .flags()
                    .map(mask -> flags(mask, probe))
                    .orElse(Answer.UNKNOWN);
        }
        return isSelective(left) ? Answer.SOME : Answer.UNKNOWN;
    }

    private Answer flags(Set<String> mask, Probe probe) {
        Function<Set<String>, Answer> asked =
                op.equals("in") || op.equals("!") ? probe::hasAnyOf : flags -> probe.hasOf(mask, flags);
        return right.anyFlags(asked);
    }
}
