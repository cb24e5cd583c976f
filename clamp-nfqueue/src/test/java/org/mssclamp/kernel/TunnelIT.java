// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.packet.Family;

/**
 * Transfers through real tunnels that take larger packets than the path has room for: what stalls without us completes
 * with us, by the largest MSS with which nothing is too large for the path.
 *
 * <p>WireGuard pads packets to 16 octets, but not beyond the MTU of its interface. One that is 1420 over IPv6 has room
 * for just that on a path of 1500 octets: there the interface refuses an octet more. Else the padding is too large.
 */
@ExtendWith(TunnelTests.class)
@ParameterizedClass
@MethodSource("tunnels")
class TunnelIT {
    /** More than a second of silence: the waits are 200, 400 and 800 ms. */
    private static final int TIMEOUTS_OF_A_STALL = 3;

    private final ConnectedTunnel tunnel;
    private final TunnelLab lab;

    TunnelIT(ConnectedTunnel tunnel) {
        this.tunnel = tunnel;
        this.lab = tunnel.lab();
    }

    /** Each is made when its tests begin, and closed when they end. */
    static Stream<ConnectedTunnel> tunnels(@TempDir Path directory) {
        Vpn gcm = new Openvpn(Map.of("cipher", "aes-gcm"), "--data-ciphers AES-256-GCM");
        Vpn gcmOverIpv6 = new Openvpn(Map.of("cipher", "aes-gcm", "outer", "ipv6"), "--data-ciphers AES-128-GCM");
        Vpn cbc = new Openvpn(Map.of("cipher", "aes-cbc-sha1"), "--data-ciphers AES-256-CBC --auth SHA1");
        // Only what is larger than 1600 would be fragmented by OpenVPN itself.
        Vpn tap = new Openvpn(
                Map.of("cipher", "chacha20-poly1305", "dev", "tap", "fragment", "true", "compression", "true"),
                "--data-ciphers CHACHA20-POLY1305 --fragment 1600 --comp-lzo no");
        return Stream.concat(
                over(1500, directory, new Wireguard(Family.IPV4, 1500), new Wireguard(Family.IPV6, 1420), gcm, cbc),
                over(
                        1400,
                        directory,
                        new Wireguard(Family.IPV4, 1420),
                        new Wireguard(Family.IPV6, 1420),
                        gcm,
                        gcmOverIpv6,
                        tap));
    }

    private static Stream<ConnectedTunnel> over(int pathMtu, Path directory, Vpn... vpns) {
        return Stream.of(vpns).map(vpn -> ConnectedTunnel.create(vpn, pathMtu, directory));
    }

    static List<Arguments> directionsAndFamilies() {
        return Stream.of(Transfer.Direction.values())
                .flatMap(direction -> Stream.of(Family.values()).map(family -> Arguments.of(direction, family)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aDownloadStallsWithoutUs(Family family) {
        tunnel.leaveAlone();
        try (Transfer download = Transfer.connect(lab, Transfer.Direction.DOWNLOAD, family)) {
            long tooLarge = lab.tooLarge();

            download.runUntilTimeouts(TIMEOUTS_OF_A_STALL);

            assertThat(download.received()).as("%s", tunnel).isZero();
            assertThat(lab.tooLarge()).as("%s", tunnel).isGreaterThan(tooLarge);
        }
    }

    @ParameterizedTest
    @MethodSource("directionsAndFamilies")
    void aTransferCompletesWithUsAndNoPacketIsTooLarge(Transfer.Direction direction, Family family) {
        tunnel.clamp();
        try (Transfer transfer = Transfer.connect(lab, direction, family)) {
            long tooLarge = lab.tooLarge();

            transfer.run();

            assertThat(transfer.received()).as("%s", tunnel).isEqualTo(Transfer.OCTETS);
            assertThat(lab.tooLarge()).as("%s", tunnel).isEqualTo(tooLarge);
        }
    }

    @ParameterizedTest
    @MethodSource("directionsAndFamilies")
    void packetsAreTooLargeWithOneOctetMore(Transfer.Direction direction, Family family) {
        tunnel.clampToOneOctetMore();
        try (Transfer transfer = Transfer.connect(lab, direction, family)) {
            long tooLarge = lab.tooLarge();

            transfer.runUntil(() -> lab.tooLarge() > tooLarge);

            assertThat(lab.tooLarge()).as("%s", tunnel).isGreaterThan(tooLarge);
        }
    }
}
