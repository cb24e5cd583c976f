// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;

/** The machine that a configuration is for, as far as rules may be unwise on it. */
public interface Gateway {
    /** One of which nothing is known. */
    Gateway UNKNOWN = new Gateway() {
        @Override
        public List<GatewayInterface> interfaces() {
            return List.of();
        }

        @Override
        public List<String> ipsecPolicies() {
            return List.of();
        }
    };

    /**
     * An interface.
     *
     * @param mtu in octets
     * @param tunnel whether it ends at one peer, so that its MTU is that of the way back, too
     */
    record GatewayInterface(String name, int mtu, boolean tunnel) {}

    /** All of them, but the loopback. */
    List<GatewayInterface> interfaces();

    /** What IPsec protects of the packets that leave, each as {@code 10.8.0.0/24 > 10.9.0.0/24}. */
    List<String> ipsecPolicies();
}
