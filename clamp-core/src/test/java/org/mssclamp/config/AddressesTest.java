// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.Seed;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Prefix;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0,                               IPV4, 0, 0, 0",
        "10.8.0.0/24,                             IPV4, 0, 0a080000, 24",
        "255.255.255.255,                         IPV4, 0, ffffffff, 32",
        "::/0,                                    IPV6, 0, 0, 0",
        "::1,                                     IPV6, 0, 1, 128",
        "fd00:8::/64,                             IPV6, fd00000800000000, 0, 64",
        "FD00:0008::,                             IPV6, fd00000800000000, 0, 128",
        "2001:db8:1:2:3:4:5:6,                    IPV6, 20010db800010002, 0003000400050006, 128",
        "64:ff9b::192.0.2.0/120,                  IPV6, 0064ff9b00000000, c0000200, 120"
    })
    void readsPrefixes(String text, Family family, String high, String low, int length) throws FormatException {
        Prefix expected = new Prefix(
                family, Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16), length, false, text);

        assertThat(Addresses.prefix(text)).isEqualTo(expected);
        assertThat(Addresses.prefix("!" + text))
                .isEqualTo(new Prefix(family, expected.high(), expected.low(), length, true, text));
    }

    @Test
    void readsEveryAddressAsTheJdkDoes() throws FormatException, UnknownHostException {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < 10_000; i++) {
            byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(octets);
            for (int zeros = random.nextInt(octets.length); zeros > 0; zeros--) {
                octets[random.nextInt(octets.length)] = 0;
            }
            // An IPv4-mapped address comes out of the JDK as four octets, and is not one of ours either.
            InetAddress address = InetAddress.getByAddress(octets);
            String text = address.getHostAddress();
            Prefix prefix = Addresses.prefix(text);
            assertThat(octets(prefix)).as("%s, %s", text, Seed.REPLAY).isEqualTo(address.getAddress());
        }
    }

    private static byte[] octets(Prefix prefix) {
        return prefix.family() == Family.IPV4
                ? ByteBuffer.allocate(4).putInt((int) prefix.low()).array()
                : ByteBuffer.allocate(16)
                        .putLong(prefix.high())
                        .putLong(prefix.low())
                        .array();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "!!10.0.0.0/8",
                "/24",
                "10",
                "10.8",
                "10.8.0",
                "10.8.0.",
                ".10.8.0.0",
                "10.8.0.0.0",
                "10.8.0.256",
                "010.8.0.0",
                "10.8.0.00",
                "0x0a.8.0.0",
                "0x0a080000",
                "168296448",
                "10.8.0.*",
                "10.8.0.0-255",
                "10.8._.0",
                "10.8.0.0/",
                "10.8.0.0/33",
                "10.8.0.0/-1",
                "10.8.0.0/+8",
                "10.8.0.0/08",
                "10.8.0.0/24/24",
                "10.8.0.0/255.255.255.0",
                "10.8.0.0 /24",
                " 10.8.0.0",
                "10.8.0.0\n",
                "\uFF11\uFF10.8.0.0",
                "localhost",
                "a.b.c.d",
                "*",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "fe80::1%eth0",
                "fe80::1%",
                "[::1]",
                "::1/129",
                "fd00:*::",
                "4)+k&C#VzJ4br>0wv%Yp",
                "::ffff:10.8.0.1",
                "::ffff:a08:1",
                "::ffff:0:0/96",
                "10.8.0.1/24",
                "0.0.0.1/0",
                "fd00::1/127",
                "1.2.3.4:80"
            })
    void refusesWhatIsNoStrictLiteral(String text) {
        assertThatThrownBy(() -> Addresses.prefix(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "10.8.0.5/24,            'write 10.8.0.0/24, or 10.8.0.5 for the one address'",
        "fd00:8::1:0/64,         'write fd00:8::/64, or fd00:8::1:0 for the one address'",
        "10.8.0.0/255.255.255.0, write /24",
        "10.8.0.0/0.0.0.255,     ",
        "::ffff:10.8.0.0/120,    write 10.8.0.0/24",
        "vpn.example.org,        names are not looked up"
    })
    void saysWhatToWrite(String text, String hint) {
        assertThatThrownBy(() -> Addresses.prefix(text))
                .isInstanceOfSatisfying(
                        FormatException.class,
                        e -> assertThat(e.hint().orElse(null)).isEqualTo(hint));
    }
}
