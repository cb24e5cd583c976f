// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mssclamp.Seed;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;

/** Whatever the text, there is no exception, and what is printed is a configuration. */
@Timeout(120)
class HostileTextTest {
    private static final List<String> WORDS = List.of(
            "iptables",
            "-A",
            "FORWARD",
            "-I",
            "-t",
            "mangle",
            "*mangle\n",
            "COMMIT\n",
            "-j",
            "-g",
            "TCPMSS",
            "--set-mss",
            "1360",
            "--clamp-mss-to-pmtu",
            "-p",
            "tcp",
            "-m",
            "tcpmss",
            "--mss",
            "1361:1536",
            "!",
            "-i",
            "-o",
            "eth0",
            "wg+",
            "-s",
            "10.0.0.0/8",
            "fd00::/8",
            "--tcp-flags",
            "SYN,RST",
            "SYN",
            "ACCEPT",
            "RETURN",
            "CLAMP",
            ":CLAMP - [0:0]\n",
            "table",
            "inet",
            "t",
            "{",
            "}",
            "chain",
            "c",
            "type filter hook forward priority mangle;",
            "oifname",
            "\"eth0\"",
            "tcp",
            "option",
            "maxseg",
            "size",
            "set",
            "rt",
            "mtu",
            "flags",
            "syn",
            "&",
            "|",
            "(",
            ")",
            "==",
            "!=",
            "jump",
            "goto",
            "@s",
            "elements",
            "=",
            ",",
            "/",
            ">",
            "add",
            "rule",
            "{\"nftables\":[",
            "{\"rule\":{",
            "\"expr\":[",
            "]}",
            "mssfix",
            "1400",
            "fixed",
            "0",
            "dev",
            "tun0",
            "cipher",
            "AES-256-GCM",
            "proto",
            "interface",
            "Tunnel0",
            "ip",
            "ipv6",
            "adjust-mss",
            "security",
            "flow",
            "tcp-mss",
            "all-tcp",
            "mss",
            "ipsec-vpn",
            "gre-in",
            "interfaces",
            "/ip firewall mangle",
            "action=change-mss",
            "chain=forward",
            "new-mss=1360",
            "tcp-mss=!0-1360",
            "passthrough=no",
            "action=jump",
            "jump-target=forward",
            "scrub",
            "match",
            "in",
            "out",
            "on",
            "em0",
            "max-mss",
            "1440",
            "from",
            "any",
            "to",
            "port",
            "$m",
            "m=\"$m $m\"\n",
            "firewall",
            "options",
            "adjust-mss6",
            "mss-clamp",
            "interface-type",
            "all",
            "\n",
            "\n",
            "\n",
            ";",
            "\\\n",
            "\"",
            "'",
            "\t",
            "\u0000",
            "\u2028",
            "\uD800",
            "99999999999",
            "-1",
            "é",
            "\u0080",
            "--comment",
            "vmap",
            "sudo nft",
            "");

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void isNeverTooMuch(Dialect dialect) {
        Random random = new Random(Seed.VALUE);
        for (int i = 0; i < 8_000; i++) {
            StringBuilder text = new StringBuilder();
            int words = random.nextInt(60);
            for (int k = 0; k < words; k++) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(8) == 0 ? "" : " ");
            }
            check(dialect, text.toString());
        }
    }

    private static void check(Dialect dialect, String text) {
        Translation translation = Translation.of("text", dialect, text);
        ParseResult parsed = ConfigParser.parse("text", translation.yaml());
        assertThat(parsed)
                .as("%s of %s gives %s, %s: %s", dialect, text, translation.yaml(), Seed.REPLAY, parsed.problems())
                .isInstanceOf(ParseResult.Accepted.class);
        assertThat(translation.losses()).as(Seed.REPLAY).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void isReadInTheTimeOfItsLength(Dialect dialect) {
        for (String piece : List.of(
                "{",
                "}",
                "(",
                "\"",
                "\\\n",
                "a{",
                "table t {",
                "-A ",
                "iptables -A F -j F;",
                "add rule t c tcp ",
                "m=$m$m\n",
                "/ip firewall mangle\nadd chain=a action=jump jump-target=b\n",
                "*mangle\n",
                "# Generated by ip6\n",
                " ",
                "\n",
                "tcp-mss{",
                "scrub max-mss 1 {",
                "mssfix ",
                "[",
                "{\"nftables\":[",
                "interface x\n ip tcp adjust-mss 9\n",
                "ipt",
                "a {} ",
                "set firewall options mss-clamp mss 1400\n")) {
            check(dialect, piece.repeat(400_000 / piece.length()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"IPTABLES", "ROUTEROS"})
    void isCutShortWhereChainsLeadToEachOtherTooOften(Dialect dialect) {
        StringBuilder text = new StringBuilder(dialect == Dialect.IPTABLES ? "*mangle\n" : "/ip firewall mangle\n");
        for (int i = 0; i < 30; i++) {
            String chain = i == 0 ? "forward" : "c" + i;
            String next = "c" + (i + 1);
            String jump = dialect == Dialect.IPTABLES
                    ? "-A " + (i == 0 ? "FORWARD" : chain) + " -j " + next + "\n"
                    : "add chain=" + chain + " action=jump jump-target=" + next + "\n";
            text.append(jump).append(jump);
        }
        text.append(
                dialect == Dialect.IPTABLES
                        ? "-A c12 -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1360\n"
                        : "add chain=c12 action=change-mss new-mss=1360\n");

        check(dialect, text.toString());
    }
}
