// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.config.Problem.Severity;

class LintTest {
    private static List<Problem> warnings(String... rules) {
        ParseResult result = ConfigParser.parse("test.yaml", file(rules));
        assertThat(result).as("%s", result.problems()).isInstanceOf(ParseResult.Accepted.class);
        assertThat(result.problems()).allMatch(problem -> problem.severity() == Severity.WARNING);
        return result.problems();
    }

    private static String file(String... rules) {
        return "version: 1\nrules:\n"
                + IntStream.range(0, rules.length)
                        .mapToObj(i -> "  - { " + rules[i] + " }\n")
                        .collect(Collectors.joining());
    }

    private static List<String> messages(String... rules) {
        return warnings(rules).stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    @Test
    void rendersAsWarning() {
        assertThat(warnings("name: all, set-mss: 1360").get(0)).hasToString("""
                        test.yaml:3:27: warning: rules[0].set-mss: one MSS for both families, but the IPv6 header is 20 octets longer
                           3 |   - { name: all, set-mss: 1360 }
                             |                           ^~~~
                        hint: write { ipv4: 1360, ipv6: 1340 }""");
    }

    @Test
    void warnsOfProbesWithoutAPause() {
        assertThat(warnings("mtu: { probe: 10.8.0.2, every: 59s }").get(0)).hasToString("""
                        test.yaml:3:38: warning: rules[0].mtu.every: a search takes some seconds and some dozens of packets
                           3 |   - { mtu: { probe: 10.8.0.2, every: 59s } }
                             |                                      ^~~
                        hint: write 1m or more""");
        assertThat(messages("mtu: { probe: 10.8.0.2, every: 1m }")).isEmpty();
    }

    @Test
    void warnsOfAProbedMtuThatBeginsBelowTheDefault() {
        assertThat(messages("mtu: { probe: 10.8.0.2, initial: 1279 }"))
                .containsExactly(
                        "rules[0].mtu: the IPv6 MSS of 1219 is below 1220, which hosts assume where none is announced");
        assertThat(messages("mtu: { probe: 10.8.0.2, initial: 576 }, match: { family: ipv4 }"))
                .isEmpty();
    }

    @Test
    void keepsQuietWhereThereAreErrors() {
        assertThat(ConfigParser.parse("test.yaml", file("set-mss: 1360", "mtu: 1"))
                        .problems())
                .hasSize(1)
                .allMatch(problem -> problem.severity() == Severity.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version: 1", "version: 1\nrules: []"})
    void warnsOfNoRules(String text) {
        ParseResult result = ConfigParser.parse("test.yaml", text);

        assertThat(result).isInstanceOf(ParseResult.Accepted.class);
        assertThat(result.problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("there are no rules, every packet passes unchanged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set-mss: 1360, match: { family: ipv4 }",
                "set-mss: 1360, match: { from: 10.0.0.0/8 }",
                "set-mss: 1360, match: { to: [fd00::/8, '!10.0.0.0/8'] }",
                "set-mss: { ipv4: 1360, ipv6: 1360 }",
                "mtu: 1400"
            })
    void acceptsOneNumberForOneFamily(String rule) {
        assertThat(messages(rule)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set-mss: { ipv4: 535 }             | rules[0].set-mss: the IPv4 MSS of 535 is below 536",
                "set-mss: { ipv6: 1219 }            | rules[0].set-mss: the IPv6 MSS of 1219 is below 1220",
                "mtu: 1279                          | rules[0].mtu: the IPv6 MSS of 1219 is below 1220",
                "mtu: 575, match: { family: ipv4 }  | rules[0].mtu: the IPv4 MSS of 535 is below 536"
            })
    void warnsOfAnMssBelowWhatHostsAssume(String rule, String warning) {
        assertThat(messages(rule)).containsExactly(warning + ", which hosts assume where none is announced");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set-mss: { ipv4: 536, ipv6: 1220 }",
                "mtu: 1280",
                "mtu: 576, match: { family: ipv4 }",
                "mtu: 576, match: { to: 10.0.0.0/8 }"
            })
    void acceptsThatMss(String rule) {
        assertThat(messages(rule)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mtu: 1400, match: { family: ipv4, from: fd00::/8 }",
                "mtu: 1400, match: { from: 10.0.0.0/8, to: fd00::/8 }",
                "set-mss: { ipv4: 1360 }, match: { family: ipv6 }",
                "set-mss: { ipv6: 1340 }, match: { to: 10.0.0.0/8 }",
                "mtu: 1400, match: { from: [10.1.0.0/16, '!10.0.0.0/8'] }",
                "mtu: 1400, match: { from: ['!0.0.0.0/0', '!::/0'] }"
            })
    void warnsOfARuleThatContradictsItself(String rule) {
        assertThat(messages(rule))
                .containsExactly(
                        "rules[0]: no packet matches: family, from, to and set-mss leave neither IPv4 nor IPv6");
    }

    @Test
    void warnsOfARangeWithNothingToLower() {
        assertThat(warnings("mtu: 1400, match: { mss: -1340 }")).singleElement().hasToString("""
                        test.yaml:3:32: warning: rules[0].match.mss: no MSS in -1340 is above 1360 for ipv4 and 1340 for ipv6, the rule lowers nothing
                           3 |   - { mtu: 1400, match: { mss: -1340 } }
                             |                                ^~~~~
                        hint: to leave these packets alone write "pass: true\"""");
        assertThat(messages("mtu: 1400, match: { mss: '!1341-65535' }"))
                .containsExactly(
                        "rules[0].match.mss: no MSS in !1341- is above 1360 for ipv4 and 1340 for ipv6, the rule lowers nothing");
        assertThat(messages("set-mss: { ipv4: 1360 }, match: { mss: '!0-65535' }"))
                .containsExactly(
                        "rules[0].match.mss: no MSS in !-65535 is above 1360 for ipv4, the rule lowers nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mtu: 1400, match: { mss: -1341 }",
                "mtu: 1400, match: { mss: '!1342-65535' }",
                "mtu: 1400, match: { mss: '!0-65534' }",
                "mtu: 1400, missing-mss: add, match: { mss: '!0-65535' }",
                "pass: true, match: { mss: -1340 }"
            })
    void acceptsARangeWithSomethingToLower(String rule) {
        assertThat(messages(rule)).isEmpty();
    }

    @Test
    void warnsOfAnInterfacePatternThatAsksNothing() {
        assertThat(messages("mtu: 1400, match: { in: [wg0, '*'], out: + }"))
                .containsExactly(
                        "rules[0].match.in: every interface matches \"*\"",
                        "rules[0].match.out: every interface matches \"*\"");
    }

    @Test
    void warnsOfPassThatDoesNothing() {
        assertThat(messages("pass: true, continue: true", "pass: true, missing-mss: add"))
                .containsExactly(
                        "rules[0].continue: a rule that passes and continues does nothing",
                        "rules[1].missing-mss: a rule that passes adds nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mtu: 1400                                          | mtu: 1380",
                "mtu: 1400, match: { out: 'wg*' }                   | pass: true, match: { out: wg0 }",
                "mtu: 1400, match: { in: 'w*' }                     | mtu: 1380, match: { in: ['wg*', wan] }",
                "mtu: 1400, match: { out: '*' }                     | mtu: 1380",
                "mtu: 1400, match: { to: [10.0.0.0/8, 'fd00::/8'] } | mtu: 1380, match: { to: 10.8.0.0/16 }",
                "mtu: 1400, match: { to: 0.0.0.0/0 }                | mtu: 1380, match: { family: ipv4 }",
                "mtu: 1400, match: { from: '!10.0.0.0/8' }          | mtu: 1380, match: { from: 192.0.2.0/24 }",
                "mtu: 1400, match: { dport: 1-1023 }                | mtu: 1380, match: { dport: [80, 443] }",
                "mtu: 1400, match: { mark: 1/1 }                    | mtu: 1380, match: { mark: 3/3 }",
                "mtu: 1400, match: { mss: 1400- }                   | mtu: 1380, match: { mss: 1450-1500 }",
                "mtu: 1400, match: { mss: '!-1400' }                | mtu: 1380, match: { mss: '!-1450' }",
                "mtu: 1400, match: { family: ipv6 }                 | set-mss: { ipv6: 1320 }",
                "mtu: 1400, match: { flags: both }                  | mtu: 1380, match: { flags: syn }"
            })
    void warnsOfARuleThatNoPacketReaches(String first, String second) {
        assertThat(messages("name: first, " + first, "name: second, " + second))
                .contains("rules[1].name: no packet gets here, first on line 3 takes them all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mtu: 1400, continue: true                          | mtu: 1380",
                "mtu: 1400, match: { out: wg0 }                     | mtu: 1380, match: { out: 'wg*' }",
                "mtu: 1400, match: { out: wg0 }                     | mtu: 1380",
                "mtu: 1400, match: { to: 10.0.0.0/8 }               | mtu: 1380, match: { to: [10.1.0.0/16, 'fd00::/8'] }",
                "mtu: 1400, match: { to: 0.0.0.0/0 }                | mtu: 1380",
                "mtu: 1400, match: { to: ['!10.1.0.0/16'] }         | mtu: 1380, match: { to: 10.0.0.0/8 }",
                "mtu: 1400, match: { dport: [80, 443] }             | mtu: 1380, match: { dport: 80-443 }",
                "mtu: 1400, match: { mark: 3/3 }                    | mtu: 1380, match: { mark: 1/1 }",
                "mtu: 1400, match: { mss: 1400- }                   | mtu: 1380, match: { mss: '!-1450' }",
                "set-mss: { ipv4: 1360 }                            | mtu: 1380",
                "mtu: 1400, match: { flags: syn }                   | mtu: 1380"
            })
    void keepsQuietOfARuleThatSomePacketReaches(String first, String second) {
        assertThat(messages(first, second)).isEmpty();
    }

    @Test
    void keepsQuietWhereARuleBetweenMayLowerTheMss() {
        // 1500 is not below 1400 in the first rule, but the second makes it 1360.
        String below = "mtu: 1300, match: { mss: -1400 }";
        assertThat(messages(below, "mtu: 1400, continue: true", below)).isEmpty();
        assertThat(messages("mtu: 1400, continue: true", below, below))
                .containsExactly("rules[2]: no packet gets here, rule-2 on line 4 takes them all");
    }

    @Test
    void warnsOfAnObservingRuleThatHidesAnEnforcingOne() {
        List<Problem> warnings = warnings(
                "name: try, mtu: 1400, mode: observe", "name: a, mtu: 1380", "name: b, mtu: 1380, match: { in: wg0 }");

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).message()).isEqualTo("observes, and keeps its packets from a on line 4");
        assertThat(warnings.get(0).path()).isEqualTo("rules[0].mode");
        assertThat(warnings.get(0).hint()).contains("add \"continue: true\"");
        assertThat(messages("name: try, mtu: 1400, mode: observe, continue: true", "name: a, mtu: 1380"))
                .isEmpty();
    }

    @Test
    void findsTheHiddenAmongManyRules() {
        String[] rules = IntStream.range(0, 5_000)
                .mapToObj(i -> String.format("mtu: 1400, match: { dport: %d, to: 10.%d.%d.0/24 }", i, i / 250, i % 250))
                .toArray(String[]::new);
        rules[4_999] = "name: hidden, mtu: 1380, match: { dport: 7, to: 10.0.7.128/25 }";

        assertThat(messages(rules))
                .containsExactly("rules[4999].name: no packet gets here, rule-8 on line 10 takes them all");
    }
}
