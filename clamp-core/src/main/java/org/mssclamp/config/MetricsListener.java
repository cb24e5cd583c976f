// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/** Where metrics can be fetched over HTTP. */
public sealed interface MetricsListener {
    /** As it is written in a configuration. */
    String label();

    /**
     * A TCP port that this host alone reaches.
     *
     * @param address a loopback address, IPv6 without brackets
     */
    record Loopback(String address, int port) implements MetricsListener {
        @Override
        public String label() {
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        }
    }

    /**
     * A Unix socket.
     *
     * @param path absolute
     */
    record UnixSocket(String path) implements MetricsListener {
        @Override
        public String label() {
            return "unix:" + path;
        }
    }
}
