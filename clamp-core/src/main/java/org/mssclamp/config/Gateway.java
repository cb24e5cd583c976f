// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;
import org.mssclamp.rule.Prefix;

/** The machine that a configuration is for, as far as rules may be unwise on it. */
public interface Gateway {
    /** One of which nothing is known. */
    Gateway UNKNOWN = new Gateway() {
        @Override
        public List<GatewayInterface> interfaces() {
            return List.of();
        }

        @Override
        public List<ProtectedTraffic> ipsecPolicies() {
            return List.of();
        }
    };

    /**
     * An interface.
     *
     * @param mtu in octets
     */
    record GatewayInterface(String name, int mtu) {}

    /** What one IPsec policy protects; both prefixes are of one family, and neither is excluded. */
    record ProtectedTraffic(Prefix from, Prefix to) {
        @Override
        public String toString() {
            return from + " > " + to;
        }
    }

    /** All of them, but the loopback. */
    List<GatewayInterface> interfaces();

    /** What IPsec protects of the packets that leave, as far as no route knows of it. */
    List<ProtectedTraffic> ipsecPolicies();
}
