// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mssclamp.packet.Family;

/** A way to write that an MSS is to be clamped. The order is that in which a text is recognised. */
public enum Dialect {
    NFT_JSON("nft-json", "nft -j list ruleset", "\\A\\s*\\{\\s*\"nftables\"", new NftJsonReader(), false),
    NFT(
            "nft",
            "nft list ruleset",
            "\\bmaxseg size\\b|^[ \\t]*table (?:ip|ip6|inet|bridge|arp|netdev) \\S+ \\{",
            new NftReader(),
            false),
    IPTABLES(
            "iptables",
            "iptables-save, ip6tables-save, commands of both",
            "\\bip6?tables\\b|-j TCPMSS|^\\*(?:raw|mangle|nat|filter|security)\\b",
            new IptablesReader(Family.IPV4),
            false),
    /** The same, where the text does not say for which family it is. */
    IP6TABLES("ip6tables", "the same of a text without its name", "(?!)", new IptablesReader(Family.IPV6), false),
    ROUTEROS(
            "routeros",
            "RouterOS export",
            "^[ \\t]*/ip(?:v6)? firewall mangle\\b|\\baction=change-mss\\b",
            new RouterosReader(),
            true),
    CISCO("cisco", "Cisco IOS", "^[ \\t]*ip(?:v6)? tcp adjust-mss\\b", new CiscoReader(), true),
    VYOS("vyos", "VyOS, EdgeOS", "\\badjust-mss6?\\b|\\bmss-clamp6?\\b", new VyosReader(), true),
    JUNOS("junos", "Junos", "\\btcp-mss\\b", new JunosReader(), true),
    PF("pf", "pf.conf", "\\bmax-mss\\b", new PfReader(), true),
    OPENVPN("openvpn", "OpenVPN", "\\bmssfix\\b", new OpenvpnReader(), false);

    private static final Pattern COMMENT = Pattern.compile("^[ \\t]*#.*$", Pattern.MULTILINE);

    private final String label;
    private final String title;
    private final Pattern sign;

    @SuppressWarnings("ImmutableEnumChecker") // readers have no state
    private final DialectReader reader;

    private final boolean isOfOtherSystem;

    Dialect(String label, String title, String sign, DialectReader reader, boolean isOfOtherSystem) {
        this.label = label;
        this.title = title;
        this.sign = Pattern.compile(sign, Pattern.MULTILINE);
        this.reader = reader;
        this.isOfOtherSystem = isOfOtherSystem;
    }

    /** The name in options and output. */
    public String label() {
        return label;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** Whether its interfaces have names of another system than Linux. */
    boolean isOfOtherSystem() {
        return isOfOtherSystem;
    }

    public static Optional<Dialect> labelled(String label) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.label.equals(label))
                .findFirst();
    }

    /** The first that the text has a sign of. */
    public static Optional<Dialect> of(String text) {
        String said = COMMENT.matcher(text).replaceAll("");
        return Arrays.stream(values())
                .filter(dialect -> dialect.sign.matcher(said).find())
                .findFirst();
    }

    /** What clamps in the text, but by the rules of another program of the same machine. */
    List<Entry> ofOthers(String text) {
        boolean isOfIptables = this == IPTABLES || this == IP6TABLES;
        if (!isOfIptables && this != NFT) {
            return List.of();
        }
        Dialect other = isOfIptables ? NFT : IPTABLES;
        List<Entry> others = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.contains(isOfIptables ? "maxseg size set" : "-j TCPMSS")
                    && !line.strip().startsWith("#")) {
                others.add(Entry.lost(number, line.strip(), "it is of " + other.label() + ": import it by itself"));
            }
        }
        return others;
    }

    /** Where the text clamps an MSS; never throws, whatever it is. */
    public List<Entry> read(String text) {
        return reader.read(text);
    }
}
