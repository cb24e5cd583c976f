// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.Namespace;
import org.mssclamp.libc.KernelProbes;
import org.mssclamp.libc.NoWayException;

/** What is said where a route ends here, whatever the kernel's error is called. */
@ExtendWith(KernelTests.class)
class NoWayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final KernelProbes SOCKETS = new KernelProbes();

    private Namespace host;

    @BeforeEach
    void layOut() {
        host = Namespace.create("no-way");
        host.ip("""
                link add line0 type veth peer name far0
                link set far0 up
                link set line0 up
                address add 10.1.0.1/24 dev line0
                address add fd01::1/64 dev line0 nodad
                """);
    }

    @AfterEach
    void remove() {
        host.close();
    }

    private static ProbeTarget target(String address, int mark) throws Exception {
        return new ProbeTarget(InetAddress.getByName(address), OptionalInt.of(80), Optional.empty(), mark);
    }

    /** By each method. */
    private void assertNoWay(ProbeTarget target, String message) {
        assertRefused(() -> SOCKETS.localMtu(target), message);
        assertRefused(() -> SOCKETS.open(ProbeMethod.ICMP, target, 100, 255).close(), message);
        assertRefused(() -> SOCKETS.open(ProbeMethod.UDP, target, 100, 255).close(), message);
        assertRefused(() -> SOCKETS.connect(target, PATIENCE), message);
    }

    private void assertRefused(ThrowingCallable attempt, String message) {
        NoWayException refused = host.call(() -> catchThrowableOfType(NoWayException.class, attempt));
        assertThat(refused).hasMessage(message);
        assertThat(refused.lacksPermission()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "blackhole, EINVAL; a route of type blackhole ends there",
        "prohibit, 'EACCES; a route of type prohibit ends there, or it is a broadcast address'",
        "unreachable, EHOSTUNREACH; a route of type unreachable ends there",
        "throw, ENETUNREACH; no route leads there"
    })
    void namesTheTypeOfTheRoute(String type, String reason) throws Exception {
        host.ip("route add " + type + " 192.0.2.9\nroute add " + type + " 2001:db8::9\n");

        assertThat(Files.readString(Path.of("../docs/probe.md"))).contains("`" + reason.split(",", 2)[0]);
        for (String address : new String[] {"192.0.2.9", "2001:db8::9"}) {
            assertNoWay(target(address, 0), "find a way to " + address + ": " + reason + ": ip route get " + address);
        }
    }

    @Test
    void showsHowTheOperatorSeesTheSame() throws Exception {
        host.ip("route add 192.0.2.0/24 dev line0");
        host.run("ip", "rule", "add", "fwmark", "7", "prohibit");

        assertNoWay(
                target("192.0.2.9", 7),
                "find a way to 192.0.2.9: EACCES; a route of type prohibit ends there, or it is a broadcast address:"
                        + " ip route get 192.0.2.9 mark 0x7");
    }

    @Test
    void wantsAnInterfaceForALinkLocalAddress() throws Exception {
        assertNoWay(
                target("fe80::9", 0),
                "find a way to fe80::9: EINVAL; a link-local address wants --via: ip route get fe80::9");
    }

    @Test
    void takesAnInterfaceThatIsMissingForNoRoute() throws Exception {
        ProbeTarget target =
                new ProbeTarget(InetAddress.getByName("192.0.2.9"), OptionalInt.empty(), Optional.of("wg9"), 0);

        assertThat(host.<ErrnoException>call(
                        () -> catchThrowableOfType(ErrnoException.class, () -> SOCKETS.localMtu(target))))
                .hasMessage("send by the interface wg9: ENODEV; is there one of this name?");
    }
}
