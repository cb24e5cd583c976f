// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
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
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Chain;
import org.mssclamp.firewall.Export;
import org.mssclamp.firewall.Export.Told;
import org.mssclamp.kernel.XtablesTests;
import org.mssclamp.oracle.RuleGenerator;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/** Rules of ours, and those of the kernel's that they are exported to, do the same with the same packets. */
@ExtendWith(XtablesTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ExportParityIT {
    private static final int TABLES = 40;

    private final ParityLab parity = new ParityLab();
    private final RuleGenerator generator = new RuleGenerator(Seed.VALUE);

    @AfterAll
    void takeDown() {
        parity.close();
    }

    private static Told told(Backend backend, List<Rule> rules) {
        return backend.export(
                new Export(rules, Policy.DEFAULT, EnumSet.of(Chain.FORWARD), EnumSet.allOf(Family.class)));
    }

    private static Rule toPath(MissingMss missing) {
        return new Rule("path", Match.ALL, ClampToPmtu.DEFAULT, Mode.ENFORCE, true, missing);
    }

    private static Rule with(Rule rule, MissingMss missing) {
        return new Rule(rule.name(), rule.match(), rule.action(), rule.mode(), rule.continues(), missing);
    }

    private List<Rule> rules(int number, MissingMss missing) {
        return number == 0
                ? List.of(toPath(missing))
                : generator.next().stream().map(rule -> with(rule, missing)).toList();
    }

    @Test
    void iptablesDoesAsOurRules() {
        for (int i = 0; i < TABLES; i++) {
            List<Rule> rules = rules(i, i % 2 == 0 ? MissingMss.ADD : MissingMss.LEAVE);
            parity.iptables(List.of(), List.of());
            String script = String.join("\n", told(Backend.IPTABLES, rules).commands());
            String legacy =
                    script.replace("ip6tables", "ip6tables-legacy").replaceAll("\\biptables", "iptables-legacy");
            parity.lab().gateway().feed(legacy, "sh", "-e");
            parity.lab().gateway().feed(legacy, "sh", "-e"); // changes nothing
            parity.compare(Firewall.XTABLES, script, parity.send(), rules);
        }
        System.out.println(parity.summary("exported to iptables, " + TABLES + " tables"));

        assertThat(parity.changed()).isGreaterThan(500);
    }

    @Test
    void canBeAppliedHoweverManyRulesExcludeSomething() {
        StringBuilder yaml = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < 200; i++) {
            yaml.append(
                    "  - { match: { from: \"!10.%d.0.0/16\", out: wg%d }, set-mss: { ipv4: 1360 } }\n".formatted(i, i));
        }
        ParseResult parsed = ConfigParser.parse("many", yaml.toString());
        List<Rule> rules = ((ParseResult.Accepted) parsed).configuration().rules();
        parity.iptables(List.of(), List.of());

        parity.lab().gateway().feed(String.join("\n", told(Backend.NFT, rules).commands()) + "\n", "nft", "-f", "-");
        String script = String.join("\n", told(Backend.IPTABLES, rules).commands());
        String overNft = script.replace("ip6tables", "ip6tables-nft").replaceAll("\\biptables", "iptables-nft");
        parity.lab().gateway().feed(overNft, "sh", "-e");

        assertThat(parity.lab().gateway().run("iptables-nft", "-t", "mangle", "-S", "FORWARD"))
                .contains("-j mssclamp");
        parity.lab().gateway().run("nft", "flush", "ruleset");
    }

    @Test
    void nftDoesAsOurRules() {
        for (int i = 0; i < TABLES; i++) {
            List<Rule> rules = rules(i, MissingMss.LEAVE);
            parity.iptables(List.of(), List.of());
            String script = String.join("\n", told(Backend.NFT, rules).commands()) + "\n";
            parity.lab().gateway().feed(script, "nft", "-f", "-");
            parity.lab().gateway().feed(script, "nft", "-f", "-"); // changes nothing
            ParityLab.Sent sent = parity.send();
            parity.lab().gateway().run("nft", "delete", "table", "inet", "mssclamp-rules");
            parity.compare(Firewall.NFTABLES, script, sent, rules);
        }
        System.out.println(parity.summary("exported to nft, " + TABLES + " tables, and those before"));
    }
}
