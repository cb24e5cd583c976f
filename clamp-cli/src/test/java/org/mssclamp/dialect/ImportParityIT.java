// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mssclamp.Seed;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;
import org.mssclamp.dialect.ParityLab.Firewall;
import org.mssclamp.kernel.XtablesTests;
import org.mssclamp.oracle.Dice;
import org.mssclamp.oracle.Site;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Rule;

/** Rules of the kernel's, and what they are imported to, do the same with the same packets. */
@ExtendWith(XtablesTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ImportParityIT {
    private static final String SYNS = "-A FORWARD -p tcp --tcp-flags SYN,RST SYN ";
    private static final int RANDOM_TABLES = 40;

    /** With CLIENTS, BRANCH, SERVERS, PEERS for the addresses there. */
    private static final List<List<String>> TABLES = List.of(
            List.of(SYNS + "-j TCPMSS --set-mss 1400"),
            List.of(SYNS + "-j TCPMSS --clamp-mss-to-pmtu"),
            List.of(SYNS + "-o out0 -m tcpmss --mss 1361:1536 -j TCPMSS --set-mss 1360"),
            List.of(SYNS + "-m tcpmss ! --mss 0:1300 -j TCPMSS --set-mss 1300"),
            List.of(SYNS + "-i in1 -o out+ -j TCPMSS --set-mss 1200", SYNS + "-o out1 -j TCPMSS --clamp-mss-to-pmtu"),
            List.of(SYNS + "! -s BRANCH -j TCPMSS --set-mss 1300", SYNS + "-d PEERS -j TCPMSS --set-mss 1200"),
            List.of("-A FORWARD -s BRANCH -j ACCEPT", SYNS + "-j TCPMSS --set-mss 1250"),
            List.of("-A FORWARD -s BRANCH -j RETURN", SYNS + "-j TCPMSS --set-mss 1250"),
            List.of(SYNS + "-m multiport --dports 22,80,400:9000 -j TCPMSS --set-mss 1220"),
            List.of(SYNS + "! --sport 80 -j TCPMSS --set-mss 1220"),
            List.of(SYNS + "-m mark --mark 0x1/0x1 -j TCPMSS --set-mss 1210"),
            List.of(SYNS + "-m mark ! --mark 0x2/0x2 -j TCPMSS --set-mss 1210"),
            List.of("-A FORWARD -p tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 1310"),
            List.of("-A FORWARD -p tcp --tcp-flags SYN,RST,ACK SYN,ACK -j TCPMSS --set-mss 1310"),
            List.of(SYNS + "! -o out0 -j TCPMSS --set-mss 1320"),
            List.of(
                    ":CLAMP - [0:0]",
                    SYNS + "-m tcpmss --mss 1380:65535 -j CLAMP",
                    "-A CLAMP -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1330"),
            List.of(
                    ":CLAMP - [0:0]",
                    "-A FORWARD -i in0 -j CLAMP",
                    SYNS + "-d PEERS -j TCPMSS --set-mss 1100",
                    "-A CLAMP -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1330"),
            List.of(
                    ":CLAMP - [0:0]",
                    "-A FORWARD -d SERVERS -g CLAMP",
                    SYNS + "-j TCPMSS --set-mss 1350",
                    "-A CLAMP -p tcp --tcp-flags SYN,RST SYN -i in1 -j TCPMSS --set-mss 1000"),
            List.of(
                    SYNS + "-j TCPMSS --set-mss 1390",
                    "-A POSTROUTING -o out1 -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1150"));

    private final ParityLab parity = new ParityLab();

    @AfterAll
    void takeDown() {
        parity.close();
    }

    @Test
    void doesAsTheRulesOfIptables() {
        for (List<String> table : TABLES) {
            assertThat(importsIptables(table)).as("%s is carried over", table).isTrue();
        }
        Dice dice = new Dice(Seed.VALUE);
        int carried = 0;
        for (int i = 0; i < RANDOM_TABLES; i++) {
            carried += importsIptables(randomTable(dice)) ? 1 : 0;
        }
        System.out.println(parity.summary("iptables, " + TABLES.size() + " tables and " + carried + " of chance"));

        assertThat(carried).isGreaterThan(RANDOM_TABLES / 4);
        assertThat(parity.changed()).isGreaterThan(1000);
    }

    /** Whether all was carried over; then it is compared. */
    private boolean importsIptables(List<String> table) {
        parity.iptables(of(Family.IPV4, table), of(Family.IPV6, table));
        ParityLab.Sent sent = parity.send();
        String saved = parity.lab().gateway().run("iptables-legacy-save", "-t", "mangle")
                + parity.lab().gateway().run("ip6tables-legacy-save", "-t", "mangle");
        return compares(table.toString(), Translation.of("saved", Dialect.IPTABLES, saved), sent);
    }

    private boolean compares(String what, Translation translation, ParityLab.Sent sent) {
        if (!translation.losses().isEmpty()) {
            return false;
        }
        parity.compare(Firewall.XTABLES, what + "\n" + translation.yaml(), sent, rules(translation.yaml()));
        return true;
    }

    private static List<Rule> rules(String yaml) {
        ParseResult parsed = ConfigParser.parse("imported", yaml);
        assertThat(parsed).as(yaml).isInstanceOf(ParseResult.Accepted.class);
        return ((ParseResult.Accepted) parsed).configuration().rules();
    }

    private static List<String> of(Family family, List<String> table) {
        return table.stream().map(line -> of(family, line)).toList();
    }

    private static String of(Family family, String line) {
        String filled = line;
        for (Site site : Site.values()) {
            filled = filled.replace(site.name(), ParityLab.prefix(site, family));
        }
        return filled;
    }

    /** Up to five lines, each of which asks up to three things. */
    private static List<String> randomTable(Dice dice) {
        List<List<String>> asked = List.of(
                List.of("-i in0", "-i in+"),
                List.of("-o out1", "! -o out1"),
                List.of("-s BRANCH", "! -s CLIENTS"),
                List.of("-d PEERS"),
                List.of("--sport 80"),
                List.of("! --dport 0:1023", "--dport 443"),
                List.of("-m mark --mark 0x10/0x10"),
                List.of("-m tcpmss --mss 1300:1400", "-m tcpmss ! --mss 1390:1410"),
                List.of("-m comment --comment chance"));
        List<String> targets = List.of(
                "TCPMSS --set-mss 1380",
                "TCPMSS --set-mss 1280",
                "TCPMSS --set-mss 600",
                "TCPMSS --clamp-mss-to-pmtu",
                "ACCEPT",
                "RETURN",
                "LIST");
        List<String> table = new ArrayList<>(List.of(":LIST - [0:0]"));
        int lines = dice.between(1, 5);
        for (int i = 0; i < lines; i++) {
            String chain = dice.oneIn(4) ? "LIST" : "FORWARD";
            String target = dice.oneOf(targets.subList(0, chain.equals("LIST") ? targets.size() - 1 : targets.size()));
            StringBuilder line = new StringBuilder("-A " + chain + " -p tcp --tcp-flags SYN,RST SYN");
            List<List<String>> left = new ArrayList<>(asked);
            dice.shuffle(left);
            left.stream().limit(dice.below(4)).forEach(ask -> line.append(' ').append(dice.oneOf(ask)));
            table.add(line + " -j " + target);
        }
        return table;
    }

    @Test
    void doesAsTheRulesOfNft() {
        String rules = """
                table inet t {
                    chain f {
                        type filter hook forward priority mangle; policy accept;
                        %s
                    }
                    chain other {
                        tcp option maxseg size set 1230
                    }
                }
                """;
        List<String> bodies = List.of(
                "tcp flags syn tcp option maxseg size set 1400",
                "tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu",
                "oifname \"out0\" tcp flags & (syn|rst) == syn tcp option maxseg size set rt mtu",
                "iifname { \"in1\", \"lo\" } tcp option maxseg size > 1300 tcp flags syn tcp option maxseg size set 1300 accept\n"
                        + "tcp flags syn tcp option maxseg size set 1390",
                "meta nfproto ipv4 tcp flags & (syn|ack) == syn | ack tcp option maxseg size set 1200",
                "ip saddr 198.18.0.0/16 accept\nip6 saddr 2001:db8:b::/48 return\ntcp flags syn tcp option maxseg size set 1210",
                "tcp dport { 22, 80, 400-9000 } tcp flags syn tcp option maxseg size set 1220",
                "tcp dport != 443 meta mark & 0x00000010 == 0x00000010 tcp flags syn tcp option maxseg size set 1240",
                "tcp option maxseg size 1350-1450 tcp flags syn tcp option maxseg size set 1340",
                "tcp option maxseg size != 1300-1400 tcp flags syn tcp option maxseg size set 1290",
                "iifname \"in*\" jump other\noifname \"out1\" tcp flags syn tcp option maxseg size set 1220",
                "oifname \"out1\" goto other\ntcp flags syn tcp option maxseg size set 1390");
        for (String body : bodies) {
            parity.iptables(List.of(), List.of());
            parity.lab().gateway().feed(rules.formatted(body), "nft", "-f", "-");
            ParityLab.Sent sent = parity.send();
            String listed = parity.lab().gateway().run("nft", "list", "ruleset");
            String json = parity.lab().gateway().run("nft", "-j", "list", "ruleset");
            parity.lab().gateway().run("nft", "flush", "ruleset");
            Translation fromText = Translation.of("listed", Dialect.NFT, listed);
            Translation fromJson = Translation.of("listed", Dialect.NFT_JSON, json);
            assertThat(fromText.losses().stream().filter(loss -> !loss.contains("nothing that was seen leads")))
                    .as(listed)
                    .isEmpty();
            assertThat(rules(fromJson.yaml()).stream().map(RuleText::unnamed).toList())
                    .as(json)
                    .isEqualTo(rules(fromText.yaml()).stream()
                            .map(RuleText::unnamed)
                            .toList());
            parity.compare(Firewall.NFTABLES, listed + fromText.yaml(), sent, rules(fromText.yaml()));
        }
        System.out.println(parity.summary("nft, " + bodies.size() + " tables, and those before"));
    }
}
