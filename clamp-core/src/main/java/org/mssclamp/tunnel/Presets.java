// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.tunnel.Step.Header;
import org.mssclamp.tunnel.Step.Limit;
import org.mssclamp.tunnel.Step.PaddingUpToMtu;
import org.mssclamp.tunnel.Step.SharedHeader;
import org.mssclamp.tunnel.Step.WholeBlocks;
import org.mssclamp.tunnel.Values.Numbers;

/** The table of tunnels. Help, error messages and docs/tunnels.md come from it. */
public final class Presets {
    static final String OUTER = "outer";
    static final String MTU = "mtu";
    static final Header IPV4 = new Header(20, "IPv4");
    static final Header IPV6 = new Header(40, "IPv6");

    private static final Header UDP = new Header(8, "UDP");
    private static final Header TCP = new Header(20, "TCP");
    private static final Header ETHERNET = new Header(14, "inner Ethernet");
    private static final Header VLAN_TAG = new Header(4, "802.1Q tag");
    /** Type and reserved 4, receiver index 4, counter 8, tag 16. */
    private static final Header WIREGUARD = new Header(32, "WireGuard");

    private static final int WIREGUARD_BLOCK = 16;
    private static final int TAILSCALE_MTU = 1280;

    private static final Parameter OUTER_IP =
            Parameter.word(OUTER, List.of("ipv4", "ipv6"), "the IP version of the outer packet");
    private static final Parameter KEY = Parameter.flag("key", false, "the key field (RFC 2890 2.1)");
    private static final Parameter SEQUENCE =
            Parameter.flag("sequence", false, "the sequence number field (RFC 2890 2.2)");
    private static final Parameter CHECKSUM = Parameter.flag("checksum", false, "the checksum field (RFC 2784 2.2)");
    private static final String ENCAPSULATION_LIMIT =
            "the destination options header with the tunnel encapsulation limit (RFC 2473 4.1.1)";

    private static final List<Preset> ALL = List.of(
            new Preset(
                    "wireguard",
                    "WireGuard",
                    List.of(
                            OUTER_IP,
                            Parameter.optional(MTU, Numbers.from(68, 65535), "the MTU of the WireGuard interface")),
                    settings -> wireguard(settings.outer(), settings.text(MTU).map(Integer::parseInt)),
                    Nesting.inOuterIp(Payload.IP),
                    "WireGuard paper 5.4.6; calculate_skb_padding in drivers/net/wireguard/send.c",
                    "Packets are padded to 16 octets, but not beyond the MTU of the interface. Without `mtu` the interface"
                            + " is taken to have the MTU that the path leaves. With one that is more, only whole 16 octets"
                            + " are sure to fit."),
            new Preset(
                    "tailscale",
                    "Tailscale",
                    List.of(OUTER_IP),
                    settings -> wireguard(settings.outer(), Optional.of(TAILSCALE_MTU)),
                    Nesting.inOuterIp(Payload.IP),
                    "net/tstun/mtu.go of Tailscale",
                    "The interface has MTU 1280, whatever the path leaves. A path below 1360 octets does not carry that over"
                            + " IPv6."),
            new Preset(
                    "openvpn",
                    "OpenVPN",
                    List.of(
                            Parameter.word("proto", List.of("udp", "tcp"), "what carries it"),
                            OUTER_IP,
                            Parameter.word("cipher", OpenvpnCipher.labels(), "data cipher, with auth for CBC"),
                            Parameter.flag("peer-id", true, "the long form of the opcode, 4 octets instead of 1"),
                            Parameter.flag("fragment", false, "the option `fragment`, over UDP"),
                            Parameter.flag("compression", false, "a compression framing with an octet of its own"),
                            Parameter.word("dev", List.of("tun", "tap"), "tap carries Ethernet frames"),
                            Parameter.optional(
                                    "mssfix",
                                    new Numbers(154, 65535, 1, List.of("mtu", "fixed")),
                                    "a limit as the option `mssfix` sets it")),
                    Presets::openvpn,
                    new Nesting(Settings::outerPayload, Presets::inOpenvpn),
                    "frame_calculate_mssfix in src/openvpn/mss.c; calculate_crypto_overhead in src/openvpn/crypto.c",
                    "`mssfix N` limits the payload of the UDP datagram, `mssfix N mtu` the outer IP packet, `mssfix N fixed`"
                            + " the packet inside. OpenVPN's own default is `1492 mtu`; data channel offload ignores it."
                            + " TCP is taken to have no options; as it is a stream, what does not fit one segment goes into"
                            + " two, and the figure saves segments rather than packets."),
            new Preset(
                    "ipsec-esp",
                    "IPsec ESP",
                    List.of(
                            Parameter.word("mode", List.of("tunnel", "transport"), "which packet is protected"),
                            OUTER_IP,
                            Parameter.word("cipher", EspCipher.labels(), "cipher, with its integrity check for CBC"),
                            Parameter.flag("nat-traversal", false, "ESP in UDP (RFC 3948 2.1)")),
                    Presets::esp,
                    new Nesting(Settings::outerPayload, Presets::inEsp),
                    "RFC 4303 2 and 2.4; RFC 4106 3.1 and 6, RFC 7634 2, RFC 3602 2.4 and 3, RFC 2404 2, RFC 4868 2.6; xfrm_state_mtu in"
                            + " net/xfrm/xfrm_state.c",
                    "In transport mode the IP header is the packet's own, and `outer` is its version. No padding for"
                            + " traffic flow confidentiality, no ESP in TCP."),
            new Preset(
                    "gre",
                    "GRE",
                    List.of(OUTER_IP, KEY, SEQUENCE, CHECKSUM),
                    settings -> gre(settings, Layers.of(settings.outer())),
                    Nesting.inOuterIp(Payload.PACKETS),
                    "RFC 2784 2; RFC 2890 2; RFC 7676 4 over IPv6",
                    "Without the inner Ethernet header of gretap. For Linux ip6gre, which adds a header more, take that preset."),
            new Preset(
                    "ip6gre",
                    "GRE over IPv6, as Linux has it",
                    List.of(KEY, SEQUENCE, CHECKSUM, Parameter.flag("encap-limit", true, ENCAPSULATION_LIMIT)),
                    settings -> gre(settings, ipv6(settings)),
                    Nesting.in(Payload.IPV6, Payload.PACKETS),
                    "RFC 7676 4; RFC 2473 4.1.1; ip6gre_tnl_link_config_route in net/ipv6/ip6_gre.c",
                    "The limit is on unless the tunnel was made with `encaplimit none`."),
            new Preset(
                    "ipip",
                    "IPv4 in IPv4",
                    List.of(),
                    settings -> Layers.of(IPV4),
                    Nesting.in(Payload.IPV4, Set.of(Payload.IPV4)),
                    "RFC 2003 3.1",
                    "The outer header has no options."),
            new Preset(
                    "sit",
                    "IPv6 in IPv4 (6in4, 6to4, 6rd, ISATAP)",
                    List.of(),
                    settings -> Layers.of(IPV4),
                    Nesting.in(Payload.IPV4, Set.of(Payload.IPV6)),
                    "RFC 4213 3.2 and 3.5",
                    "The outer header has no options."),
            new Preset(
                    "ip6ip6",
                    "IPv6 or IPv4 in IPv6",
                    List.of(Parameter.flag("encap-limit", true, ENCAPSULATION_LIMIT)),
                    Presets::ipv6,
                    Nesting.in(Payload.IPV6, Payload.IP),
                    "RFC 2473 3, 4.1.1 and 6.7; ip6_tnl_link_config in net/ipv6/ip6_tunnel.c",
                    "The limit is on unless the tunnel was made with `encaplimit none`."),
            new Preset(
                    "ds-lite",
                    "DS-Lite",
                    List.of(Parameter.flag("encap-limit", false, ENCAPSULATION_LIMIT)),
                    Presets::ipv6,
                    Nesting.in(Payload.IPV6, Set.of(Payload.IPV4)),
                    "RFC 6333 5.3",
                    "Home gateways send without the encapsulation limit; that is assumed."),
            new Preset(
                    "map-e",
                    "MAP-E",
                    List.of(Parameter.flag("encap-limit", false, ENCAPSULATION_LIMIT)),
                    Presets::ipv6,
                    Nesting.in(Payload.IPV6, Set.of(Payload.IPV4)),
                    "RFC 7597 8.3; RFC 2473 3",
                    "Home gateways send without the encapsulation limit; that is assumed."),
            new Preset(
                    "vxlan",
                    "VXLAN",
                    List.of(OUTER_IP),
                    settings -> Layers.of(settings.outer(), UDP, new Header(8, "VXLAN"), ETHERNET),
                    Nesting.inOuterIp(Payload.FRAMES),
                    "RFC 7348 5",
                    "The inner frame has no tag; with one write [vxlan, vlan]."),
            new Preset(
                    "geneve",
                    "GENEVE",
                    List.of(
                            OUTER_IP,
                            Parameter.number(
                                    "options", new Numbers(0, 252, 4, List.of()), 0, "octets of options in all")),
                    settings -> Layers.of(settings.outer(), UDP, new Header(8, "GENEVE"))
                            .when(settings.number("options") > 0, settings.number("options"), "options")
                            .then(ETHERNET),
                    Nesting.inOuterIp(Payload.FRAMES),
                    "RFC 8926 3.1 and 3.2, 3.4 and 3.5",
                    "Carries Ethernet; the inner frame has no tag."),
            new Preset(
                    "pppoe",
                    "PPPoE",
                    List.of(),
                    settings -> Layers.of(new Header(8, "PPPoE")),
                    Nesting.in(Payload.ETHERNET, Payload.PACKETS),
                    "RFC 2516 4 and 7",
                    "6 octets PPPoE, 2 PPP. With the larger frames of RFC 4638 the path MTU is 1508."),
            new Preset(
                    "vlan",
                    "802.1Q",
                    List.of(),
                    settings -> Layers.of(VLAN_TAG),
                    Nesting.in(Payload.ETHERNET, Payload.FRAMES),
                    "IEEE 802.1Q 9.3",
                    "Only where the link does not make room for the tag; most do, and the tag costs nothing."),
            new Preset(
                    "qinq",
                    "QinQ (802.1ad)",
                    List.of(),
                    settings -> Layers.of(new Header(4, "802.1ad tag"), VLAN_TAG),
                    Nesting.in(Payload.ETHERNET, Payload.FRAMES),
                    "IEEE 802.1Q 9.3",
                    "Only where the link does not make room for the tags."),
            new Preset(
                    "mpls",
                    "MPLS",
                    List.of(Parameter.number("labels", Numbers.from(1, 16), 1, "the depth of the label stack")),
                    settings -> Layers.of(new Header(4 * settings.number("labels"), "MPLS labels")),
                    Nesting.in(Payload.MPLS, Payload.PACKETS),
                    "RFC 3032 2.1",
                    "Only where the link does not make room for the labels."),
            new Preset(
                    "l2tp",
                    "L2TPv2",
                    List.of(
                            OUTER_IP,
                            Parameter.flag("length", true, "the length field in data messages"),
                            Parameter.flag("sequence", false, "sequence numbers in data messages"),
                            Parameter.flag("address-control", true, "the address and control fields of PPP")),
                    settings -> Layers.of(settings.outer(), UDP, new Header(6, "L2TP"))
                            .when(settings.flag("length"), 2, "length")
                            .when(settings.flag("sequence"), 4, "Ns, Nr")
                            .when(settings.flag("address-control"), 2, "PPP address, control")
                            .then(2, "PPP protocol"),
                    Nesting.inOuterIp(Payload.PACKETS),
                    "RFC 2661 3.1; RFC 1661 2; RFC 1662 3.1",
                    "No offset field, no PPP encryption. Linux sends without `length`."),
            new Preset(
                    "pptp",
                    "PPTP",
                    List.of(
                            Parameter.flag("acknowledgment", true, "the acknowledgment field of GRE version 1"),
                            Parameter.flag("address-control", true, "the address and control fields of PPP"),
                            Parameter.flag("mppe", true, "encryption by MPPE")),
                    settings -> Layers.of(IPV4, new Header(8, "GRE version 1"), new Header(4, "sequence"))
                            .when(settings.flag("acknowledgment"), 4, "acknowledgment")
                            .when(settings.flag("address-control"), 2, "PPP address, control")
                            .then(2, "PPP protocol")
                            .when(settings.flag("mppe"), 2, "MPPE coherency count")
                            .when(settings.flag("mppe"), 2, "encrypted PPP protocol"),
                    Nesting.in(Payload.IPV4, Payload.PACKETS),
                    "RFC 2637 4.1; RFC 1661 2; RFC 1662 3.1; RFC 3078 3",
                    "Any data packet may carry an acknowledgment, and the PPP protocol is not compressed."),
            new Preset(
                    "gtp-u",
                    "GTP-U",
                    List.of(
                            OUTER_IP,
                            Parameter.flag("sequence", false, "sequence or N-PDU numbers"),
                            Parameter.number(
                                    "extensions",
                                    new Numbers(0, 252, 4, List.of()),
                                    0,
                                    "octets of extension headers in all")),
                    settings -> Layers.of(settings.outer(), UDP, new Header(8, "GTP-U"))
                            .when(hasGtpOptions(settings), 4, "sequence, N-PDU, next extension")
                            .when(settings.number("extensions") > 0, settings.number("extensions"), "extensions"),
                    Nesting.inOuterIp(Payload.IP),
                    "3GPP TS 29.281 5.1 and 5.2",
                    "The optional fields come all or none, and extensions need them. A 5G N3 path mostly has 4 octets of"
                            + " extensions (the QFI)."));

    private Presets() {}

    /** All of them, in the order of the documentation. */
    public static List<Preset> all() {
        return ALL;
    }

    /** The preset of that name. */
    public static Optional<Preset> named(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    private static Layers wireguard(Header outer, Optional<Integer> mtu) {
        Layers layers = Layers.of(outer, UDP, WIREGUARD);
        return mtu.map(octets -> layers.then(new PaddingUpToMtu(WIREGUARD_BLOCK, octets)))
                .orElse(layers);
    }

    private static Layers openvpn(Settings settings) {
        boolean overTcp = settings.word("proto").equals("tcp");
        boolean hasPeerId = settings.flag("peer-id");
        return new Layers(mssfix(settings, "mtu"))
                .then(settings.outer())
                .then(overTcp ? TCP : UDP)
                .then(mssfix(settings, ""))
                .when(overTcp, 2, "length")
                .then(hasPeerId ? 4 : 1, hasPeerId ? "opcode, peer id" : "opcode")
                .then(OpenvpnCipher.labelled(settings.word("cipher")).steps())
                .when(settings.flag("fragment"), 4, "fragment")
                .when(settings.flag("compression"), 1, "compression")
                .when(settings.word("dev").equals("tap"), 14, "inner Ethernet")
                .then(mssfix(settings, "fixed"));
    }

    /** The limit of mssfix, if this word follows the number: it says where in the packet the limit holds. */
    private static List<Step> mssfix(Settings settings, String word) {
        return settings.text("mssfix")
                .filter(text -> Numbers.wordIn(text).equals(word))
                .<List<Step>>map(text -> List.of(new Limit(Numbers.numberIn(text), "mssfix " + text)))
                .orElse(List.of());
    }

    private static Layers esp(Settings settings) {
        EspCipher cipher = EspCipher.labelled(settings.word("cipher"));
        Header ip = settings.outer();
        Layers tunnel = Layers.of(ip)
                .when(settings.flag("nat-traversal"), 8, "UDP")
                .then(8, "ESP")
                .then(cipher.ivOctets(), "IV")
                .then(cipher.icvOctets(), "ICV")
                .then(new WholeBlocks(cipher.block()))
                .then(2, "pad length, next header");
        return settings.word("mode").equals("transport") ? tunnel.then(new SharedHeader(ip)) : tunnel;
    }

    private static Set<Payload> inOpenvpn(Settings settings) {
        return settings.word("dev").equals("tap") ? Payload.FRAMES : Payload.IP;
    }

    /** In transport mode the header inside is the one outside. */
    private static Set<Payload> inEsp(Settings settings) {
        return settings.word("mode").equals("transport") ? Set.of(settings.outerPayload()) : Payload.IP;
    }

    private static Layers gre(Settings settings, Layers outer) {
        return outer.then(4, "GRE")
                .when(settings.flag("checksum"), 4, "checksum")
                .when(settings.flag("key"), 4, "key")
                .when(settings.flag("sequence"), 4, "sequence");
    }

    private static Layers ipv6(Settings settings) {
        return Layers.of(IPV6).when(settings.flag("encap-limit"), 8, "encapsulation limit");
    }

    private static boolean hasGtpOptions(Settings settings) {
        return settings.flag("sequence") || settings.number("extensions") > 0;
    }
}
