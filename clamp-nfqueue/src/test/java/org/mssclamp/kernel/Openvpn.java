// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.Tunnel;

/**
 * OpenVPN in TLS mode over UDP, which leaves the MSS alone.
 *
 * @param parameters the tunnel in the words of our arithmetic
 * @param options the same, as far as it depends on them, in those of OpenVPN
 */
public record Openvpn(Map<String, String> parameters, String options) implements Vpn {
    private static final String PORT = "1194";
    private static final int MTU = 1500;

    @Override
    public Tunnel tunnel() {
        return Presets.named("openvpn").orElseThrow().tunnel(parameters);
    }

    @Override
    public void connect(TunnelLab lab, Path directory) {
        Identity identity = Identity.create(lab.far(), directory);
        Program far = start(lab.far(), identity, "--tls-server", "--dh", "none", "--lport", PORT);
        far.awaitOutput(" link remote: ");
        Program near = start(lab.near(), identity, "--tls-client", "--remote", TunnelLab.farAddress(outer()), PORT);
        near.awaitOutput("Initialization Sequence Completed");
        far.awaitOutput("Initialization Sequence Completed");
        lab.routeThrough(device(), device(), MTU);
    }

    private Program start(Namespace namespace, Identity identity, String... role) {
        List<String> command = new ArrayList<>(List.of("openvpn", "--dev", device()));
        command.addAll(List.of("--proto", outer() == Family.IPV4 ? "udp4" : "udp6"));
        command.addAll(List.of("--tun-mtu", Integer.toString(MTU), "--mssfix", "0", "--disable-dco"));
        command.addAll(identity.options());
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of(role));
        return Program.start(namespace, identity.directory().resolve(namespace.name()), command);
    }

    private Family outer() {
        return parameters.getOrDefault("outer", "ipv4").equals("ipv4") ? Family.IPV4 : Family.IPV6;
    }

    private String device() {
        return parameters.getOrDefault("dev", "tun") + "0";
    }

    /** A key and a certificate signed with it, which both ends show and accept. */
    private record Identity(Path directory, String fingerprint) {
        private static final String KEY = "key.pem";
        private static final String CERTIFICATE = "certificate.pem";

        static Identity create(Namespace namespace, Path directory) {
            String key = directory.resolve(KEY).toString();
            String certificate = directory.resolve(CERTIFICATE).toString();
            namespace.run(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                            + " -subj /CN=gateway -keyout " + key + " -out " + certificate)
                    .split(" ", -1));
            // "sha256 Fingerprint=AB:CD:..."
            String fingerprint =
                    namespace.run("openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256");
            return new Identity(directory, fingerprint.strip().split("=", 2)[1]);
        }

        List<String> options() {
            return List.of(
                    "--key",
                    directory.resolve(KEY).toString(),
                    "--cert",
                    directory.resolve(CERTIFICATE).toString(),
                    "--peer-fingerprint",
                    fingerprint);
        }
    }
}
