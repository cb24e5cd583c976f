// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.TunnelTypes;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Tunnel;
import org.mssclamp.tunnel.TunnelStack;

/**
 * Tunnels on the command line, the outermost first.
 *
 * <pre>
 * pppoe,wireguard:outer=ipv6:mtu=1412
 * </pre>
 */
final class StackArgument {
    private StackArgument() {}

    /** The tunnels; a refusal says what is allowed. */
    static TunnelStack parse(String text) throws FormatException {
        List<Tunnel> tunnels = new ArrayList<>();
        for (String tunnel : text.split(",", -1)) {
            tunnels.add(tunnel(tunnel.strip().split(":", -1)));
        }
        return TunnelStack.of(tunnels);
    }

    private static Tunnel tunnel(String... parts) throws FormatException {
        Preset preset = TunnelTypes.parse(parts[0]);
        Map<String, String> written = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                throw new FormatException('"' + parts[i] + "\" is no parameter of " + preset + ", allowed KEY=VALUE");
            }
            written.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        try {
            return preset.tunnel(written);
        } catch (IllegalArgumentException refused) {
            throw new FormatException(String.valueOf(refused.getMessage()));
        }
    }
}
