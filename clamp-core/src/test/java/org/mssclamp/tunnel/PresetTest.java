// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PresetTest {
    static List<Preset> presets() {
        return Presets.all();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void isFoundByItsName(Preset preset) {
        assertThat(Presets.named(preset.name())).containsSame(preset);
    }

    @Test
    void isNotFoundByAnother() {
        assertThat(Presets.named("WireGuard")).isEmpty();
    }

    @Test
    void hasANameOfItsOwn() {
        assertThat(Presets.all()).extracting(Preset::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void acceptsItsDefaultsAsIfTheyWereWritten(Preset preset) {
        TunnelStack unwritten = TunnelStack.of(List.of(preset.tunnel()));
        for (Parameter parameter : preset.parameters()) {
            parameter.standard().ifPresent(standard -> {
                Tunnel written = preset.tunnel(Map.of(parameter.key(), standard));
                assertThat(TunnelStack.of(List.of(written)).arithmetic(1500)).isEqualTo(unwritten.arithmetic(1500));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void changesItsArithmeticWithEachFlag(Preset preset) {
        for (Parameter parameter : preset.parameters()) {
            if (parameter.isFlag()) {
                assertThat(preset.tunnel(Map.of(parameter.key(), "true")).steps())
                        .as(parameter.key())
                        .isNotEqualTo(
                                preset.tunnel(Map.of(parameter.key(), "false")).steps());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wireguard, outer, ipv6, true",
        "wireguard, outer, IPv6, false",
        "wireguard, outer, '', false",
        "wireguard, mtu, 68, true",
        "wireguard, mtu, 67, false",
        "wireguard, mtu, 65535, true",
        "wireguard, mtu, 65536, false",
        "wireguard, mtu, 1420 mtu, false",
        "wireguard, mtu, -1420, false",
        "wireguard, mtu, 99999999999, false",
        "wireguard, mtu, '1420 ', false",
        "wireguard, mtu, 01420, false",
        "wireguard, mtu, ١٤٢٠, false",
        "geneve, options, 0, true",
        "geneve, options, 252, true",
        "geneve, options, 254, false",
        "geneve, options, 256, false",
        "openvpn, mssfix, 1400, true",
        "openvpn, mssfix, 1400 mtu, true",
        "openvpn, mssfix, 1400 fixed, true",
        "openvpn, mssfix, 1400 mtu fixed, false",
        "openvpn, mssfix, 1400 max, false",
        "openvpn, mssfix, mtu, false",
        "openvpn, mssfix, 153, false",
        "gre, key, yes, false",
    })
    void knowsWhatItsParametersMayBe(String name, String key, String value, boolean allowed) {
        Preset preset = Presets.named(name).orElseThrow();

        assertThat(preset.parameter(key).orElseThrow().values().accept(value)).isEqualTo(allowed);
    }

    @Test
    void refusesAValueAndSaysWhatIsAllowed() {
        Preset esp = Presets.named("ipsec-esp").orElseThrow();

        assertThatThrownBy(() -> esp.tunnel(Map.of("mode", "beet")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ipsec-esp: mode cannot be beet, allowed tunnel, transport");
    }

    @Test
    void refusesAKeyAndSaysWhatIsAllowed() {
        Preset gre = Presets.named("gre").orElseThrow();

        assertThatThrownBy(() -> gre.tunnel(Map.of("cipher", "aes-gcm-16")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gre has no parameter cipher, allowed outer, key, sequence, checksum");
        assertThatThrownBy(() -> Presets.named("pppoe").orElseThrow().tunnel(Map.of("mtu", "1492")))
                .hasMessage("pppoe has no parameter mtu, it has none");
    }

    @ParameterizedTest
    @MethodSource("presets")
    void carriesSomethingOverSomething(Preset preset) {
        assertThat(preset.tunnel().carried()).isNotEmpty().doesNotContainNull();
        assertThat(preset.tunnel().payload()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void goesOverTheIpVersionOfItsOuterHeader(Preset preset) {
        for (Map<String, String> written : SampleTunnels.eachWordOf(preset)) {
            Tunnel tunnel = preset.tunnel(written);
            String outermost = TunnelStack.of(List.of(tunnel)).arithmetic(1500).stream()
                    .filter(line -> line.contains(" (IPv"))
                    .findFirst()
                    .orElse("");
            boolean isIpv4 = outermost.matches("[0-9]+ - 20 \\(IPv4\\).*");
            boolean isIpv6 = outermost.matches("[0-9]+ - 40 \\(IPv6\\).*");

            assertThat(tunnel.payload() == Payload.IPV4).as("%s", tunnel).isEqualTo(isIpv4);
            assertThat(tunnel.payload() == Payload.IPV6).as("%s", tunnel).isEqualTo(isIpv6);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wireguard, outer, ipv4, IPV4 IPV6",
        "openvpn, dev, tun, IPV4 IPV6",
        "openvpn, dev, tap, IPV4 IPV6 ETHERNET MPLS",
        "ipsec-esp, mode, tunnel, IPV4 IPV6",
        "ipsec-esp, mode, transport, IPV4",
        "gre, key, true, IPV4 IPV6 MPLS",
        "ip6gre, key, true, IPV4 IPV6 MPLS",
        "geneve, outer, ipv6, IPV4 IPV6 ETHERNET MPLS"
    })
    void carriesWhatItsParametersSay(String name, String key, String value, String carried) {
        assertThat(Presets.named(name).orElseThrow().tunnel(Map.of(key, value)).carried().stream()
                        .sorted()
                        .map(Payload::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(carried);
    }

    @Test
    void choosesTheOtherIpVersionIfItMay() {
        Tunnel tunnel = Presets.named("gre").orElseThrow().tunnel(Map.of("key", "true"));

        assertThat(tunnel.overOtherIp().orElseThrow()).hasToString("{ type: gre, outer: ipv6, key: true }");
        assertThat(tunnel.overOtherIp()
                        .orElseThrow()
                        .overOtherIp()
                        .orElseThrow()
                        .payload())
                .isEqualTo(Payload.IPV4);
        assertThat(Presets.named("ipip").orElseThrow().tunnel().overOtherIp()).isEmpty();
    }

    @Test
    void saysWhatIsAllowed() {
        assertThat(allowed("gre", "key")).isEqualTo("true, false");
        assertThat(allowed("wireguard", "mtu")).isEqualTo("68-65535");
        assertThat(allowed("geneve", "options")).isEqualTo("0-252 in steps of 4");
        assertThat(allowed("openvpn", "mssfix")).isEqualTo("154-65535, alone or with mtu or fixed after it");
    }

    private static String allowed(String name, String key) {
        return Presets.named(name)
                .orElseThrow()
                .parameter(key)
                .orElseThrow()
                .values()
                .allowed();
    }
}
