// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.oracle.Dice;
import org.mssclamp.rule.Interface;

class LinkMessageTest {
    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int AF_BRIDGE = 7;
    private static final int AF_INET6 = 10;

    private static final int IFNAME = 3;
    private static final int MTU = 4;
    private static final int AF_SPEC = 26;
    private static final int NESTED = 0x8000;
    private static final int CONF = 2;

    private static final byte[] NAME = KernelOctets.attribute(IFNAME, new byte[] {'w', 'g', '0', 0});

    private final LinkMessage message = new LinkMessage();

    /** As the beginning of a buffer that ends with it: what reads behind throws. */
    private boolean wraps(byte[] octets, int length) {
        ByteBuf buffer = Unpooled.wrappedBuffer(Arrays.copyOf(octets, length));
        return message.wrap(buffer, 0, length);
    }

    private Optional<Link> link(byte[]... attributes) {
        byte[] octets = message(attributes);
        assertThat(wraps(octets, octets.length)).isTrue();
        return message.link();
    }

    private static byte[] message(byte[]... attributes) {
        byte[] header = KernelOctets.integers(AF_UNSPEC | 1 << 16, 3, 0, 0);
        return KernelOctets.message(16, 0, 0, header, KernelOctets.joined(attributes));
    }

    private static byte[] mtu(int octets) {
        return KernelOctets.attribute(MTU, octets);
    }

    private static byte[] ipv6(int... configuration) {
        return KernelOctets.attribute(
                AF_SPEC,
                KernelOctets.attribute(AF_INET, new byte[8]),
                KernelOctets.attribute(
                        AF_INET6,
                        KernelOctets.attribute(1, 0),
                        KernelOctets.attribute(CONF, KernelOctets.integers(configuration))));
    }

    private static Optional<Link> wg0(int mtu, int ipv6Mtu) {
        return Optional.of(new Link(new Interface(3, "wg0"), mtu, ipv6Mtu));
    }

    @Test
    void readsALinkAsLinuxTellsOfIt() {
        Link link = new Link(new Interface(0x01020304, "wg0"), 1420, 1280);
        byte[] octets = FakeLinks.link(16, 0, 7, AF_UNSPEC, link);
        assertThat(wraps(octets, octets.length)).isTrue();
        assertThat(message.index()).isEqualTo(0x01020304);
        assertThat(message.link()).contains(link);
        assertThat(message.isAboutIpv6()).isFalse();
    }

    @Test
    void readsAttributesInAnyOrderAndPassesOthersOver() {
        Dice dice = new Dice(Seed.VALUE);
        List<byte[]> attributes = new ArrayList<>(List.of(
                NAME,
                mtu(1420),
                ipv6(0, 64, 1280, 1),
                KernelOctets.attribute(23, new byte[196]),
                KernelOctets.attribute(17, new byte[1])));
        for (int i = 0; i < 100; i++) {
            dice.shuffle(attributes);
            assertThat(link(attributes.toArray(new byte[0][]))).as(Seed.REPLAY).isEqualTo(wg0(1420, 1280));
        }
    }

    @Test
    void readsAttributesThatSayTheyAreNested() {
        byte[] ipv6 = ipv6(0, 64, 1280);
        KernelOctets.host(ipv6).putShort(2, (short) (AF_SPEC | NESTED));
        assertThat(link(NAME, mtu(1420), ipv6)).isEqualTo(wg0(1420, 1280));
    }

    @Test
    void knowsNoOtherMtuOfALinkWithoutIpv6() {
        assertThat(link(NAME, mtu(1420))).isEqualTo(wg0(1420, FakeLinks.NO_IPV6));
        assertThat(link(NAME, mtu(1420), KernelOctets.attribute(AF_SPEC, new byte[0])))
                .isEqualTo(wg0(1420, FakeLinks.NO_IPV6));
        assertThat(link(NAME, mtu(1420), KernelOctets.attribute(AF_SPEC, KernelOctets.attribute(AF_INET, mtu(9)))))
                .isEqualTo(wg0(1420, FakeLinks.NO_IPV6));
        assertThat(link(NAME, mtu(1420), ipv6())).isEqualTo(wg0(1420, FakeLinks.NO_IPV6));
        assertThat(link(NAME, mtu(1420), ipv6(0, 64))).isEqualTo(wg0(1420, FakeLinks.NO_IPV6));
    }

    @Test
    void isNoLinkWithoutNameOrMtu() {
        assertThat(link(NAME)).isEmpty();
        assertThat(link(mtu(1420))).isEmpty();
        assertThat(link(NAME, mtu(0))).isEmpty();
        assertThat(link(NAME, mtu(-1))).isEmpty();
        assertThat(link(mtu(1420), KernelOctets.attribute(IFNAME, new byte[1]))).isEmpty();
        assertThat(link(mtu(1420), KernelOctets.attribute(IFNAME, new byte[0]))).isEmpty();
        assertThat(link()).isEmpty();
    }

    @Test
    void tellsLinksFromPortsAndFromIpv6OnLinks() {
        Link link = FakeLinks.of(3, "wg0");
        byte[] port = FakeLinks.link(17, 0, 0, AF_BRIDGE, link);
        assertThat(wraps(port, port.length)).isFalse();
        assertThat(message.isAboutIpv6()).isFalse();
        byte[] ipv6 = FakeLinks.link(16, 0, 0, AF_INET6, link);
        assertThat(wraps(ipv6, ipv6.length)).isFalse();
        assertThat(message.isAboutIpv6()).isTrue();
    }

    @Test
    void readsNothingOutsideAMessageThatIsCutShort() {
        byte[] octets = message(NAME, mtu(1420), ipv6(0, 64, 1280));
        for (int length = 0; length < octets.length; length++) {
            boolean isWhole = wraps(octets, length);
            assertThat(isWhole).as("%d octets", length).isEqualTo(length >= 32);
            assertThat(message.isAboutIpv6()).isFalse();
            if (isWhole) {
                assertThat(message.link())
                        .as("%d octets", length)
                        .isEqualTo(length < 32 + 16 ? Optional.empty() : wg0(1420, FakeLinks.NO_IPV6));
            }
        }
    }
}
