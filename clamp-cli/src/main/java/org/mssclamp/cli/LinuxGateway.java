// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.config.Gateway;
import org.mssclamp.libc.NetlinkSocket;
import org.mssclamp.route.IpsecPolicies;

/** This machine, as {@code check} looks at it; what it may not see is not there. */
final class LinuxGateway implements Gateway {
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final int IFF_LOOPBACK = 0x8;

    @Override
    public List<GatewayInterface> interfaces() {
        try (Stream<Path> directories = Files.list(INTERFACES)) {
            return directories
                    .sorted()
                    .flatMap(directory -> read(directory).stream())
                    .toList();
        } catch (IOException unseen) {
            return List.of();
        }
    }

    private static Optional<GatewayInterface> read(Path directory) {
        try {
            int flags =
                    Integer.decode(Files.readString(directory.resolve("flags")).strip());
            int mtu =
                    Integer.parseInt(Files.readString(directory.resolve("mtu")).strip());
            String name = directory.getFileName().toString();
            return (flags & IFF_LOOPBACK) != 0 ? Optional.empty() : Optional.of(new GatewayInterface(name, mtu));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<ProtectedTraffic> ipsecPolicies() {
        try {
            return IpsecPolicies.list(NetlinkSocket.forIpsec());
        } catch (ErrnoException | LinkageError unseen) {
            // Only root sees them, and not every kernel has any.
            return List.of();
        }
    }
}
