// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;

class ScalarsTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "443, 443, 443", "1024-65535, 1024, 65535", "7-7, 7, 7"})
    void readsPorts(String text, int low, int high) throws FormatException {
        assertThat(Scalars.ports(text)).isEqualTo(new PortRange(low, high));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "65536",
                "0-65536",
                "443-80",
                "80-",
                "-80",
                "0443",
                "+80",
                "80,443",
                "1e3",
                "80--90",
                "9999999999"
            })
    void refusesWhatIsNoPort(String text) {
        assertThatThrownBy(() -> Scalars.ports(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1400", "1361-1536", "1361-", "-1400", "!1400", "!1361-1536", "!1400-", "!-1400"})
    void writesMssRangesAsItReadsThem(String text) throws FormatException {
        assertThat(Scalars.mss(text)).hasToString(text);
    }

    @Test
    void readsTheWholeMssRange() throws FormatException {
        assertThat(Scalars.mss("0-65535")).isEqualTo(new MssRange(0, MssRange.MAX, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "!", "-", "!-", "!!1400", "1400!", "65536", "-65536", "1536-1361", "1361-1400-1536", "01361"
            })
    void refusesWhatIsNoMssRange(String text) {
        assertThatThrownBy(() -> Scalars.mss(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "1361:1536, write 1361-1536",
        "1361..1536, write 1361-1536",
        "1361 - 1536, write 1361-1536",
        "1361\u20131536, write 1361-1536",
        "1536-1361, write 1361-1536",
        "a:b, "
    })
    void knowsRangesAsOthersWriteThem(String text, String hint) {
        assertThatThrownBy(() -> Scalars.mss(text))
                .isInstanceOfSatisfying(
                        FormatException.class,
                        e -> assertThat(e.hint().orElse(null)).isEqualTo(hint));
    }

    @ParameterizedTest
    @CsvSource({
        "0x1, 1, -1",
        "1, 1, -1",
        "0x1/0x1, 1, 1",
        "0/255, 0, 255",
        "0xffffffff, -1, -1",
        "4294967295/0xFFFFFFFF, -1, -1",
        "0x80000000/0x80000000, -2147483648, -2147483648"
    })
    void readsMarks(String text, int value, int mask) throws FormatException {
        assertThat(Scalars.mark(text)).isEqualTo(new MarkMask(value, mask));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1/",
                "/1",
                "-1",
                "010",
                "0x",
                "0x100000000",
                "4294967296",
                "1/0",
                "2/1",
                "0X1",
                "1/1/1",
                "!1",
                "1 /1"
            })
    void refusesWhatIsNoMark(String text) {
        assertThatThrownBy(() -> Scalars.mark(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "eth0, eth0, false",
        "wg*, wg, true",
        "ppp+, ppp, true",
        "*, '', true",
        "br-lan.100, br-lan.100, false",
        "abcdefghijklmno, abcdefghijklmno, false"
    })
    void readsInterfacePatterns(String text, String name, boolean wildcard) throws FormatException {
        assertThat(Scalars.interfacePattern(text)).isEqualTo(new InterfacePattern(name, wildcard));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "a b", "a/b", "a:b", "w*g", "wg**", "abcdefghijklmnop", "!wg0", "a\tb", "a\u0000"
            })
    void refusesWhatIsNoInterface(String text) {
        assertThatThrownBy(() -> Scalars.interfacePattern(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed");
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "4KiB, 4096", "8MiB, 8388608", "1GiB, 1073741824", "1073741824, 1073741824"})
    void readsReceiveBuffers(String text, int octets) throws FormatException {
        assertThat(Scalars.receiveBuffer(text)).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource({
        "4095, ",
        "2GiB, ",
        "9999999999GiB, ",
        "0, 'write octets, or a number with KiB, MiB or GiB behind it, such as 8MiB'",
        "8MB, write 8MiB",
        "8 mb, write 8MiB",
        "512k, write 512KiB"
    })
    void refusesOtherSizes(String text, String hint) {
        assertThatThrownBy(() -> Scalars.receiveBuffer(text))
                .isInstanceOfSatisfying(
                        FormatException.class,
                        e -> assertThat(e.hint().orElse(null)).isEqualTo(hint))
                .hasMessageContaining("allowed 4KiB-1GiB");
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "0ms, 0", "250ms, 250", "1s, 1000", "1m, 60000", "10m, 600000", "600s, 600000"})
    void readsRouteLifetimes(String text, long millis) throws FormatException {
        assertThat(Scalars.routeLifetime(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"11m", "601s", "600001ms", "9999999m", "1", "0", "1 s", "1h", "1.5s", "-1s", "01s", "1m30s", ""})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> Scalars.routeLifetime(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed 0s-10m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "rule-1",
                "Office_2.west",
                "9",
                "a23456789012345678901234567890123456789012345678901234567890abcd"
            })
    void readsRuleNames(String text) throws FormatException {
        assertThat(Scalars.ruleName(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                ".a",
                "a b",
                "a\"b",
                "a{b}",
                "\u00e9",
                "a23456789012345678901234567890123456789012345678901234567890abcde"
            })
    void refusesOtherRuleNames(String text) {
        assertThatThrownBy(() -> Scalars.ruleName(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("allowed");
    }
}
