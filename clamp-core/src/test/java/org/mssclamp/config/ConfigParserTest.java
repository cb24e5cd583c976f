// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.SynKind;

class ConfigParserTest {
    private static final String MINIMAL = "version: 1\nrules:\n  - mtu: 1400\n";
    private static final Rule MINIMAL_RULE =
            new Rule("rule-1", Match.ALL, new Action.Mtu(1400), Mode.ENFORCE, false, MissingMss.LEAVE);

    @Test
    void readsEveryKey() {
        Configuration config = Parsed.faultless("""
                version: 1
                queues:
                  - number: 0-1
                    on-failure: hold
                    max-length: 4096
                    mark: 0x1/0x1
                    busy-poll: 50us
                    cpus: [1, 3-5]
                  - number: 7
                    on-failure: drop
                    receive-buffer: 8MiB
                malformed: drop
                tcp-ao: clamp
                route-lifetime: 250ms
                rules:
                  - name: phones
                    match:
                      in: "wg*"
                      out: [eth0, ppp+]
                      from: [10.8.0.0/24, "fd00:8::/64"]
                      to: "!192.0.2.1"
                      sport: 1024-65535
                      dport: [80, 443]
                      family: ipv4
                      mark: 0x10/0xff
                      mss: 1361-1536
                      flags: syn-ack
                    set-mss: { ipv4: 1360, ipv6: 1340 }
                    mode: observe
                    continue: true
                    missing-mss: add
                  - name: rest
                    pass: true
                """);

        assertThat(config.queues())
                .containsExactly(
                        new QueueSettings(
                                0,
                                1,
                                OnFailure.HOLD,
                                4096,
                                OptionalInt.empty(),
                                Optional.of(new MarkMask(1, 1)),
                                Duration.ofNanos(50_000),
                                List.of(1, 3, 4, 5)),
                        new QueueSettings(
                                7,
                                7,
                                OnFailure.DROP,
                                QueueSettings.DEFAULT_MAX_LENGTH,
                                OptionalInt.of(8 << 20),
                                Optional.empty(),
                                Duration.ZERO,
                                List.of()));
        assertThat(config.policy()).isEqualTo(new Policy(true, true));
        assertThat(config.routeLifetime()).isEqualTo(Duration.ofMillis(250));

        Rule phones = config.rules().get(0);
        Match match = phones.match();
        assertThat(match.in()).hasToString("[wg*]");
        assertThat(match.out()).hasToString("[eth0, ppp*]");
        assertThat(match.from()).hasToString("[10.8.0.0/24, fd00:8::/64]");
        assertThat(match.to()).hasToString("[!192.0.2.1]");
        assertThat(match.sourcePorts()).containsExactly(new PortRange(1024, 65535));
        assertThat(match.destinationPorts()).containsExactly(new PortRange(80, 80), new PortRange(443, 443));
        assertThat(match.family()).contains(Family.IPV4);
        assertThat(match.mark()).contains(new MarkMask(0x10, 0xff));
        assertThat(match.mss()).contains(new MssRange(1361, 1536, false));
        assertThat(match.flags()).isEqualTo(SynKind.SYN_ACK);
        assertThat(phones)
                .isEqualTo(
                        new Rule("phones", match, new Action.SetMss(1360, 1340), Mode.OBSERVE, true, MissingMss.ADD));
        assertThat(config.rules().get(1))
                .isEqualTo(new Rule("rest", Match.ALL, new Action.Pass(), Mode.ENFORCE, false, MissingMss.LEAVE));
    }

    @Test
    void fillsInWhatIsLeftOut() {
        Configuration minimal = Parsed.faultless(MINIMAL);
        assertThat(minimal)
                .isEqualTo(new Configuration(
                        List.of(QueueSettings.DEFAULT),
                        Policy.DEFAULT,
                        Duration.ofSeconds(1),
                        new ControlSettings(Optional.of("/run/mssclamp/control.sock"), "mssclamp"),
                        Optional.empty(),
                        false,
                        List.of(MINIMAL_RULE),
                        minimal.texts()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                        | /run/mssclamp/control.sock | mssclamp
                    { socket: off }                           |                            | mssclamp
                    { socket: /tmp/c.sock, group: _ops }      | /tmp/c.sock                | _ops
                    """)
    void readsWhereToAskIt(String control, @Nullable String socket, String group) {
        assertThat(Parsed.faultless(MINIMAL + "control: " + control + "\n").control())
                .isEqualTo(new ControlSettings(Optional.ofNullable(socket), group));
    }

    @Test
    void readsWhereToFetchMetrics() {
        assertThat(metrics("off")).isEmpty();
        assertThat(metrics("127.0.0.1:9912")).contains(new MetricsListener.Loopback("127.0.0.1", 9912));
        assertThat(metrics("\"[::1]:1\"")).contains(new MetricsListener.Loopback("::1", 1));
        assertThat(metrics("unix:/run/m.sock")).contains(new MetricsListener.UnixSocket("/run/m.sock"));
    }

    @Test
    void readsWhetherThereIsAPageAndWarnsIfThatIsNowhere() {
        assertThat(Parsed.faultless(MINIMAL + "metrics: { listen: 127.0.0.1:1, page: true }\n")
                        .page())
                .isTrue();
        assertThat(Parsed.faultless(MINIMAL + "metrics: { listen: 127.0.0.1:1 }\n")
                        .page())
                .isFalse();
        assertThat(ConfigParser.parse("a", MINIMAL + "metrics: { page: true }\n")
                        .problems())
                .singleElement()
                .returns("the page is nowhere: metrics.listen says no place", Problem::message);
    }

    private static Optional<MetricsListener> metrics(String listen) {
        return Parsed.faultless(MINIMAL + "metrics: { listen: " + listen + " }\n")
                .metrics();
    }

    @Test
    void namesRulesByTheirNumber() {
        Configuration config =
                Parsed.accepted("version: 1\nrules:\n  - mtu: 1400\n  - { name: two, mtu: 1400 }\n  - mtu: 1400\n");

        assertThat(config.rules()).extracting(Rule::name).containsExactly("rule-1", "two", "rule-3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    set-mss: 1360               | 1360 | 1360
                    set-mss: 64                 | 64   | 64
                    set-mss: 65495              | 65495| 65495
                    set-mss: { ipv4: 1360 }     | 1360 | -1
                    set-mss: { ipv6: 65475 }    | -1   | 65475
                    mtu: 104                    | 64   | 44
                    mtu: 65535                  | 65495| 65475
                    """)
    void turnsTheActionIntoLimits(String action, int ipv4, int ipv6) {
        Action.Limit limit = (Action.Limit) Parsed.rule(action).action();

        assertThat(limit.mss(Family.IPV4)).isEqualTo(ipv4);
        assertThat(limit.mss(Family.IPV6)).isEqualTo(ipv6);
    }

    @ParameterizedTest
    @CsvSource({
        "1400,            1400, 1400,  false",
        "1361-1536,       1361, 1536,  false",
        "1361-,           1361, 65535, false",
        "-1400,           0,    1400,  false",
        "'\"!1400-\"',    1400, 65535, true",
        "'\"!-1400\"',    0,    1400,  true",
        "'\"!0-65535\"',  0,    65535, true"
    })
    void readsMssRangesAlsoWhereYamlSeesANumber(String mss, int low, int high, boolean excluded) {
        assertThat(Parsed.rule("match: { mss: " + mss + " }\nset-mss: { ipv4: 500 }")
                        .match()
                        .mss())
                .contains(new MssRange(low, high, excluded));
    }

    @Test
    void takesBothKindsOfSynAsAListToo() {
        assertThat(Parsed.rule("match: { flags: [syn, syn-ack] }\nmtu: 1400")
                        .match()
                        .flags())
                .isEqualTo(SynKind.BOTH);
        assertThat(Parsed.rule("match: { flags: [syn] }\nmtu: 1400").match().flags())
                .isEqualTo(SynKind.SYN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n"})
    void readsAnyLineEnd(String lineEnd) {
        assertThat(Parsed.faultless(MINIMAL.replace("\n", lineEnd)).rules()).containsExactly(MINIMAL_RULE);
        assertThat(Parsed.problems("version: 1\nrules:\n  - mtu: 14\n".replace("\n", lineEnd)))
                .containsExactly("3 rules[0].mtu: 14 is out of range, allowed 104-65535");
    }

    @Test
    void skipsAByteOrderMarkAndCountsColumnsBehindIt() {
        assertThat(Parsed.faultless("\uFEFF" + MINIMAL).rules()).containsExactly(MINIMAL_RULE);

        Problem problem =
                ConfigParser.parse("test.yaml", "\uFEFFversion: 2").problems().get(0);
        assertThat(problem.position()).hasToString("test.yaml:1:10");
    }

    @Test
    void readsJson() {
        assertThat(Parsed.faultless("{\"version\": 1, \"rules\": [{\"mtu\": 1400}]}")
                        .rules())
                .containsExactly(MINIMAL_RULE);
    }

    @Test
    void readsWhatAnAliasStandsFor() {
        Configuration config = Parsed.faultless("""
                version: 1
                rules:
                  - match: { in: wg0, from: &offices [10.1.0.0/16, 10.2.0.0/16] }
                    mtu: 1400
                  - match: { in: wg1, from: *offices }
                    mtu: 1420
                """);

        assertThat(config.rules().get(1).match().from())
                .isEqualTo(config.rules().get(0).match().from())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rules: &r [ *r ]", "rules: &r\n  - *r", "rules: &r { a: *r }", "rules: [ &r { match: *r } ]"})
    void refusesWhatContainsItself(String rules) {
        assertThat(Parsed.problems("version: 1\n" + rules)).isNotEmpty();
    }

    @Test
    void refusesTooManyAliases() {
        String aliases = "*a, ".repeat(BoundedParser.MAX_ALIASES);

        assertThat(Parsed.problems("version: 1\nrules: [&a x, " + aliases + "]"))
                .doesNotContain("2 : 1001 aliases, allowed 1000");
        assertThat(Parsed.problems("version: 1\nrules: [&a x, " + aliases + "*a]"))
                .containsExactly("2 : 1001 aliases, allowed 1000");
    }

    @Test
    void refusesBottomlessNesting() {
        assertThat(Parsed.problems("version: 1\nrules: " + "[".repeat(100_000)))
                .containsExactly("2 : 17 levels of nesting, allowed 16");
    }

    @Test
    void refusesTextBeyondTheLimit() {
        assertThat(Parsed.problems("#".repeat(YamlText.MAX_LENGTH + 1)))
                .containsExactly("1 : the text is too long, allowed 67108864 characters");
    }

    @ParameterizedTest
    @CsvSource({"'\0', U+0000", "'\033', U+001B", "'\uD800', U+D800", "'\uFFFE', U+FFFE"})
    void refusesCharactersThatYamlHasNot(String character, String name) {
        Problem problem = ConfigParser.parse("test.yaml", "version: 1\r\nrules: x" + character + "y")
                .problems()
                .get(0);

        assertThat(problem.position()).hasToString("test.yaml:2:9");
        assertThat(problem.message()).isEqualTo("the character " + name + " cannot stand in YAML");
    }

    @Test
    void readsTenThousandRules() {
        String rules = IntStream.range(0, 10_000)
                .mapToObj(i -> String.format(
                        "  - name: peer-%d%n    match: { out: wg%d, to: [10.%d.%d.0/24, \"fd00:%x::/64\"] }%n    mtu: 1400%n",
                        i, i % 100, i / 250, i % 250, i))
                .collect(Collectors.joining());

        long start = System.nanoTime();
        Configuration config = Parsed.faultless("version: 1\nrules:\n" + rules);
        System.out.printf("10,000 rules parsed in %d ms%n", (System.nanoTime() - start) / 1_000_000);

        assertThat(config.rules()).hasSize(10_000);
        assertThat(config.rules().get(9_999).match().to()).hasToString("[10.39.249.0/24, fd00:270f::/64]");
    }

    @Test
    void refusesATagThatTheLibraryChokesOn() {
        // %20 becomes a blank at the end of the tag
        assertThat(ConfigParser.parse("tag.yaml", "version: 1\nrules: [{ match: { to: !10.8.0%20 }, mtu: 1400 }]\n"))
                .isInstanceOf(ParseResult.Refused.class);
    }

    @Test
    void saysHowMuchMoreIsWrongThanAnybodyReads() {
        ParseResult result = ConfigParser.parse("x.yaml", "version: 1\nrules:\n" + "  - x\n".repeat(5000));
        assertThat(result.problems()).hasSize(Problems.MOST + 1);
        assertThat(result.problems().get(Problems.MOST).message()).isEqualTo("4000 more errors are not shown");
    }

    @Test
    void warnsNoMoreThanAnybodyReads() {
        ParseResult result = ConfigParser.parse("x.yaml", "version: 1\nrules:\n" + "  - { mtu: 1400 }\n".repeat(3000));
        assertThat(result).isInstanceOf(ParseResult.Accepted.class);
        assertThat(result.problems()).hasSize(Problems.MOST + 1);
        assertThat(result.problems().get(Problems.MOST).message()).isEqualTo("1999 more warnings are not shown");
    }
}
