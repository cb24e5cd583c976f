// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.file.Path;
import org.mssclamp.tunnel.Tunnel;

/** A program that makes tunnels, with the options it is run with. */
public interface Vpn {
    /** The same tunnel in the words of our arithmetic. */
    Tunnel tunnel();

    /** Runs it on both gateways, until the lab is closed, and waits until the tunnel carries packets. */
    void connect(TunnelLab lab, Path directory);
}
