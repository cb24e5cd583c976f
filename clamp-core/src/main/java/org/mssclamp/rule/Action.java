// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.TunnelStack;

/** What a rule does with a SYN that it decides. */
public sealed interface Action {
    /** No smaller MSS is ever written: below it a connection is all headers. */
    int FLOOR = 64;

    /** Stands for "no limit of this family": the rule is not for it. */
    int NO_LIMIT = -1;

    /** Whether the rule is for packets of this family. */
    default boolean isFor(Family family) {
        return true;
    }

    /** Limits the MSS to what the configuration says, whatever the path. */
    sealed interface Limit extends Action {
        /** The largest MSS a SYN of this family may announce, or {@link #NO_LIMIT}. */
        int mss(Family family);
    }

    /** A number for each family, {@link #NO_LIMIT} for a family the rule is not for. */
    record SetMss(int ipv4, int ipv6) implements Limit {
        @Override
        public int mss(Family family) {
            return family == Family.IPV4 ? ipv4 : ipv6;
        }

        @Override
        public boolean isFor(Family family) {
            return mss(family) != NO_LIMIT;
        }

        @Override
        public String toString() {
            if (ipv4 == ipv6) {
                return "set-mss: " + ipv4;
            }
            if (ipv6 == NO_LIMIT) {
                return "set-mss: { ipv4: " + ipv4 + " }";
            }
            return ipv4 == NO_LIMIT
                    ? "set-mss: { ipv6: " + ipv6 + " }"
                    : "set-mss: { ipv4: " + ipv4 + ", ipv6: " + ipv6 + " }";
        }
    }

    /** The MTU of the link behind. */
    record Mtu(int octets) implements Limit {
        @Override
        public int mss(Family family) {
            return family.mss(octets);
        }

        @Override
        public String toString() {
            return "mtu: " + octets;
        }
    }

    /**
     * The MTU that the daemon finds out by probes to a host behind the link; {@link RuleTable} knows what it is now.
     *
     * @param way to that host
     * @param everySeconds from one search to the next
     * @param initial what holds until a first number is known, in octets
     */
    record ProbedMtu(Way way, int everySeconds, int initial) implements Action {
        /** The least that is believed, in octets: what every host on IPv4 takes (RFC 791 3.1). */
        public static final int LEAST = 576;

        public static final int DEFAULT_EVERY_SECONDS = 600;

        /** What every link of IPv6 carries (RFC 8200 5). */
        public static final int DEFAULT_INITIAL = 1280;

        /** What YAML needs no quotes for, wherever it stands. */
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9._-]*");

        /** What the rule does until a first number is known. */
        public Mtu initially() {
            return new Mtu(initial);
        }

        @Override
        public String toString() {
            List<String> keys = new ArrayList<>();
            keys.add("probe: " + scalar(way.host()));
            way.via().ifPresent(name -> keys.add("via: " + scalar(name)));
            way.markText().ifPresent(mark -> keys.add("mark: " + mark));
            keys.add("every: " + interval());
            if (initial != DEFAULT_INITIAL) {
                keys.add("initial: " + initial);
            }
            return "mtu: { " + String.join(", ", keys) + " }";
        }

        private static String scalar(String text) {
            return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
        }

        private String interval() {
            if (everySeconds % 60 != 0) {
                return everySeconds + "s";
            }
            return everySeconds % 3600 == 0 ? everySeconds / 3600 + "h" : everySeconds / 60 + "m";
        }
    }

    /**
     * The MTU that tunnels leave of a path.
     *
     * @param pathMtu the largest packet outside the outermost tunnel, in octets
     * @param innerMtu what is left of it, in octets; {@link TunnelStack#NOTHING_FITS} if no packet fits
     */
    record Tunnel(TunnelStack stack, int pathMtu, int innerMtu) implements Limit {
        public static Tunnel of(TunnelStack stack, int pathMtu) {
            return new Tunnel(stack, pathMtu, stack.innerMtu(pathMtu));
        }

        @Override
        public int mss(Family family) {
            return family.mss(innerMtu);
        }

        @Override
        public String toString() {
            return "tunnel: " + stack.text(pathMtu);
        }
    }

    /**
     * The MTU of the packet's own path, less what tunnels behind the gateway take of it.
     *
     * @param overhead octets of headers that no route knows of
     * @param tunnels likewise, inside those; {@link TunnelStack#NONE} if there are none
     * @param floor a path that leaves a smaller MSS is not believed, and the SYN left alone
     */
    record ClampToPmtu(Direction direction, int overhead, TunnelStack tunnels, int floor) implements Action {
        /** As the kernel's {@code --clamp-mss-to-pmtu}. */
        public static final ClampToPmtu DEFAULT = new ClampToPmtu(Direction.BOTH, 0, TunnelStack.NONE, FLOOR);

        /** The largest MSS a SYN of this family may announce, given the MTU of its path in octets. */
        public int mss(int pathMtu, Family family) {
            return family.mss(tunnels.innerMtu(pathMtu - overhead));
        }

        @Override
        public String toString() {
            List<String> keys = new ArrayList<>();
            if (direction != Direction.BOTH) {
                keys.add("direction: " + direction.label());
            }
            if (overhead != 0) {
                keys.add("overhead: " + overhead);
            }
            if (!tunnels.equals(TunnelStack.NONE)) {
                keys.add("tunnel: " + tunnels);
            }
            if (floor != FLOOR) {
                keys.add("floor: " + floor);
            }
            return "clamp-to-pmtu: " + (keys.isEmpty() ? "true" : "{ " + String.join(", ", keys) + " }");
        }
    }

    /** Leaves the packet alone, and keeps later rules from it. */
    record Pass() implements Action {
        @Override
        public String toString() {
            return "pass: true";
        }
    }
}
