// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;

/**
 * Where a running daemon can be asked, and told, by {@code mssclamp}.
 *
 * @param socket path of the Unix socket; empty for none
 * @param group who may ask, besides root and the daemon's user: a name of {@code /etc/group}
 */
public record ControlSettings(Optional<String> socket, String group) {
    /** Where both sides look if nothing is said. */
    public static final String DEFAULT_SOCKET = "/run/mssclamp/control.sock";

    /** For a configuration that says nothing of it. */
    public static final ControlSettings DEFAULT = new ControlSettings(Optional.of(DEFAULT_SOCKET), "mssclamp");
}
