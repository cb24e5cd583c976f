// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import org.mssclamp.packet.Family;

/** What a rule does with a SYN that it decides. */
public sealed interface Action {
    /** Stands for "no limit of this family": the rule is not for it. */
    int NO_LIMIT = -1;

    /** No smaller MSS is ever written: below it a connection is all headers. */
    int FLOOR = 64;

    /** The largest MSS a SYN of this family may announce, or {@link #NO_LIMIT}. */
    int limit(Family family);

    /** A number for each family, {@link #NO_LIMIT} for a family the rule is not for. */
    record SetMss(int ipv4, int ipv6) implements Action {
        @Override
        public int limit(Family family) {
            return family == Family.IPV4 ? ipv4 : ipv6;
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

    /** The MTU of the link behind; the MSS is that less the fixed headers (RFC 9293 3.7.1). */
    record Mtu(int octets) implements Action {
        @Override
        public int limit(Family family) {
            return Math.max(octets - family.fixedHeaderOctets(), 0);
        }

        @Override
        public String toString() {
            return "mtu: " + octets;
        }
    }

    /** Leaves the packet alone, and keeps later rules from it. */
    record Pass() implements Action {
        @Override
        public int limit(Family family) {
            return MssRange.MAX;
        }

        @Override
        public String toString() {
            return "pass: true";
        }
    }
}
