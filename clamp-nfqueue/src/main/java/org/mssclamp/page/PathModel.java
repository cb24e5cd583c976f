// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;
import org.mssclamp.config.Problem;
import org.mssclamp.config.Quoted;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.status.Json;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/**
 * What a stack of tunnels leaves of a path, and the largest packet that goes through it, drawn from the outside in.
 *
 * @param timestamps whether connections use TCP timestamps: they take room of the payload, not of the MSS (RFC 9293 3.7.1)
 * @param warnings what {@code mssclamp check} says of a rule with these tunnels
 */
record PathModel(TunnelStack stack, int pathMtu, Family family, boolean timestamps, List<String> warnings) {
    private static final int TCP_OCTETS = 20;

    /** The option has 10 octets (RFC 7323 3.2), and is mostly sent with two of padding before (RFC 7323 appendix A). */
    private static final int TIMESTAMPS_OCTETS = 12;

    /** Each IPv6 link carries so much (RFC 8200 5). */
    private static final int IPV6_MTU = 1280;

    PathModel {
        warnings = List.copyOf(warnings);
    }

    /** Throws an {@link IllegalArgumentException} that says what is wrong. */
    static PathModel of(Query query) {
        int pathMtu = pathMtu(query);
        Family family = family(query.text("family").orElse(Family.IPV4.label()));
        boolean timestamps = query.text("timestamps").orElse("true").equals("true");
        String tunnels = query.text("tunnels").orElse("");
        if (tunnels.isBlank()) {
            return new PathModel(TunnelStack.NONE, pathMtu, family, timestamps, List.of());
        }
        TunnelStack stack = ((Action.Tunnel) accepted(tunnels, family).action()).stack();
        Reading reading = accepted(stack.text(pathMtu), family);
        return new PathModel(stack, pathMtu, family, timestamps, reading.warnings());
    }

    private static int pathMtu(Query query) {
        OptionalInt written = query.number("path-mtu");
        if (written.isEmpty()
                || written.getAsInt() < TunnelStack.MIN_PATH_MTU
                || written.getAsInt() > TunnelStack.MAX_PATH_MTU) {
            throw new IllegalArgumentException(
                    "path-mtu is " + Quoted.of(query.text("path-mtu").orElse("")) + ", allowed "
                            + TunnelStack.MIN_PATH_MTU + "-" + TunnelStack.MAX_PATH_MTU);
        }
        return written.getAsInt();
    }

    private static Family family(String label) {
        for (Family family : Family.values()) {
            if (family.label().equals(label)) {
                return family;
            }
        }
        throw new IllegalArgumentException("family is " + Quoted.of(label) + ", allowed ipv4, ipv6");
    }

    /** What a rule comes to that names the tunnels. */
    private record Reading(Action action, List<String> warnings) {}

    /** By the reader of configurations: it knows what is allowed, and what is unwise. */
    private static Reading accepted(String tunnels, Family family) {
        if (tunnels.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("tunnels have a control character in them");
        }
        String rule =
                "version: 1\nrules:\n  - match: { family: " + family.label() + " }\n    tunnel: " + tunnels + "\n";
        ParseResult result = ConfigParser.parse("tunnels", rule);
        List<String> problems = result.problems().stream().map(PathModel::text).toList();
        if (result instanceof ParseResult.Accepted accepted
                && accepted.configuration().rules().get(0).action() instanceof Action.Tunnel action) {
            return new Reading(action, problems);
        }
        throw new IllegalArgumentException(
                problems.isEmpty() ? "tunnels are " + Quoted.of(tunnels) : String.join("; ", problems));
    }

    private static String text(Problem problem) {
        return problem.message() + problem.hint().map(hint -> " (" + hint + ")").orElse("");
    }

    int innerMtu() {
        return stack.innerMtu(pathMtu);
    }

    int mss() {
        return family.mss(innerMtu());
    }

    /** Data of a full segment. */
    int payload() {
        return Math.max(mss() - optionsOctets(), 0);
    }

    private int optionsOctets() {
        return timestamps ? TIMESTAMPS_OCTETS : 0;
    }

    /** The packet outside that holds the largest one inside; what the path carries beyond that cannot be used. */
    int outerOctets() {
        int low = 0;
        int high = pathMtu;
        while (low < high) {
            int middle = (low + high) / 2;
            if (stack.innerMtu(middle) >= innerMtu()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    /** A stretch of the packet outside. */
    record Part(String name, String kind, int octets) {
        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", name);
            members.put("kind", kind);
            members.put("octets", octets);
            return members;
        }
    }

    /** From the outside in; together they are {@link #outerOctets}. None if nothing fits. */
    List<Part> parts() {
        if (payload() == 0) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        int space = outerOctets();
        for (int depth = 1; depth <= stack.tunnels().size(); depth++) {
            List<Tunnel> outer = stack.tunnels().subList(0, depth);
            int inside = TunnelStack.of(outer).innerMtu(outerOctets());
            parts.add(new Part(outer.get(depth - 1).preset().title(), "tunnel", space - inside));
            space = inside;
        }
        parts.add(new Part(family == Family.IPV4 ? "IPv4" : "IPv6", "ip", family.fixedHeaderOctets() - TCP_OCTETS));
        parts.add(new Part("TCP", "tcp", TCP_OCTETS));
        if (timestamps) {
            parts.add(new Part("timestamps", "options", TIMESTAMPS_OCTETS));
        }
        parts.add(new Part("payload", "payload", payload()));
        return parts;
    }

    private List<String> allWarnings() {
        List<String> all = new ArrayList<>(warnings);
        if (pathMtu > TunnelStack.DEFAULT_PATH_MTU) {
            all.add("few paths carry more than " + TunnelStack.DEFAULT_PATH_MTU + " octets");
        }
        if (payload() == 0) {
            all.add("nothing fits");
        } else if (mss() < family.defaultMss()) {
            all.add("the MSS is below " + family.defaultMss() + ", which hosts assume where none is announced");
        }
        if (family == Family.IPV6 && innerMtu() < IPV6_MTU) {
            all.add("IPv6 needs an MTU of " + IPV6_MTU + " at least");
        }
        return all;
    }

    String render() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("problem", null);
        members.put("tunnels", stack.tunnels().isEmpty() ? null : stack.text(pathMtu));
        members.put("pathMtu", pathMtu);
        members.put("family", family.label());
        members.put("timestamps", timestamps);
        members.put("innerMtu", innerMtu());
        members.put("mss", mss());
        members.put("payload", payload());
        members.put("outerOctets", outerOctets());
        members.put("unused", pathMtu - outerOctets());
        members.put("arithmetic", stack.tunnels().isEmpty() ? List.of() : stack.arithmetic(pathMtu));
        members.put("parts", parts().stream().map(Part::members).toList());
        members.put("warnings", allWarnings());
        return Json.render(members);
    }
}
