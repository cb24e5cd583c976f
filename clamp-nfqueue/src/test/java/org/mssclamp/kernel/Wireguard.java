// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.Tunnel;

/** wireguard-go with an interface of some MTU. */
record Wireguard(Family outer, int mtu) implements Vpn {
    private static final int PORT = 51820;
    /** What wireguard-go gives its interface ({@code DefaultMTU} in device/constants.go). */
    private static final int DEFAULT_MTU = 1420;

    @Override
    public Tunnel tunnel() {
        Map<String, String> written = Map.of("outer", outer.label(), "mtu", Integer.toString(mtu));
        return Presets.named("wireguard").orElseThrow().tunnel(written);
    }

    @Override
    public void connect(TunnelLab lab, Path directory) {
        // Its control socket has the name of the interface, and other runs have theirs in the same directory.
        String device = "wg" + ProcessHandle.current().pid();
        String nearDevice = device + "near";
        String farDevice = device + "far";
        Program near = start(lab.near(), nearDevice, directory);
        Program far = start(lab.far(), farDevice, directory);
        String nearKey = lab.near().run("wg", "genkey");
        String farKey = lab.far().run("wg", "genkey");
        configure(lab.near(), nearDevice, nearKey, farKey, TunnelLab.farAddress(outer));
        configure(lab.far(), farDevice, farKey, nearKey, TunnelLab.nearAddress(outer));
        lab.routeThrough(nearDevice, farDevice, mtu);
        if (mtu != DEFAULT_MTU) {
            near.awaitOutput("MTU updated: " + mtu);
            far.awaitOutput("MTU updated: " + mtu);
        }
    }

    private static Program start(Namespace namespace, String device, Path directory) {
        List<String> command = List.of("env", "LOG_LEVEL=verbose", "wireguard-go", "--foreground", device);
        Program program = Program.start(namespace, directory.resolve(device), command);
        program.awaitOutput("UAPI listener started");
        return program;
    }

    private void configure(Namespace namespace, String device, String key, String peerKey, String peerAddress) {
        String peer = namespace.feed(peerKey, "wg", "pubkey");
        namespace.feed("""
                [Interface]
                PrivateKey = %s
                ListenPort = %d
                [Peer]
                PublicKey = %s
                Endpoint = [%s]:%d
                AllowedIPs = 0.0.0.0/0, ::/0
                """.formatted(key, PORT, peer, peerAddress, PORT), "wg", "setconf", device, "/dev/stdin");
    }
}
