// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.firewall.SavedRules;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.MarkMask;

/** What rules as nft 1.0.6 prints them ask and do; quotes are single here. */
class NftRulesTest {
    private static final Probe SYN = new Probe(PacketKind.SYN, Family.IPV4);
    private static final Probe SYN_ACK = new Probe(PacketKind.SYN_ACK, Family.IPV4);
    private static final Probe DATA = new Probe(PacketKind.DATA, Family.IPV4);
    private static final Probe TOO_BIG = new Probe(PacketKind.TOO_BIG, Family.IPV4);
    private static final String FLAGS = "{'payload': {'protocol': 'tcp', 'field': 'flags'}}";

    private static KernelRules nft(String entries) {
        return NftTables.read("{\"nftables\": [" + entries.replace('\'', '"') + "]}")
                .orElseThrow()
                .rules();
    }

    private static KernelRules chain(String priority, String... rules) {
        StringBuilder entries =
                new StringBuilder("{'chain': {'family': 'inet', 'table': 't', 'name': 'c', 'type': 'filter',"
                        + " 'hook': 'forward', 'prio': " + priority + ", 'policy': 'accept'}}");
        for (String statements : rules) {
            entries.append(", {'rule': {'family': 'inet', 'table': 't', 'chain': 'c', 'handle': 4, 'expr': [")
                    .append(statements)
                    .append("]}}");
        }
        return nft(entries.toString());
    }

    private static KernelRule rule(String statements) {
        return chain("0", statements).rules().get(0).rule();
    }

    @Test
    void readsTheQueueOfARule() {
        assertThat(rule("{'queue': {'num': 7}}").effect()).isEqualTo(new Effect.Queue(new QueueNumbers(7, 7), false));
        assertThat(rule("{'queue': {'num': {'range': [1, 3]}, 'flags': ['fanout', 'bypass']}}")
                        .effect())
                .isEqualTo(new Effect.Queue(new QueueNumbers(1, 3), true));
        assertThat(rule("{'queue': {'num': {'numgen': {'mode': 'inc', 'mod': 4, 'offset': 2}}}}")
                        .effect())
                .isEqualTo(new Effect.Queue(new QueueNumbers(2, 5), false));
        assertThat(rule("{'queue': {'num': {'jhash': {'mod': 3, 'expr': {'meta': {'key': 'mark'}}}}}}")
                        .effect())
                .isEqualTo(new Effect.Queue(new QueueNumbers(0, 2), false));
        assertThat(rule("{'queue': {'num': {'map': {'key': {'meta': {'key': 'mark'}}, 'data': '@m'}}}}")
                        .effect())
                .isEqualTo(new Effect.Unknown());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "flags under a mask ; == ; {'&': [FLAGS, ['syn', 'rst']]} ; 'syn' ; YES ; NO",
                "both flags ; == ; {'&': [FLAGS, ['syn', 'ack']]} ; {'|': ['syn', 'ack']} ; NO ; NO",
                "not both flags ; != ; {'&': [FLAGS, ['syn', 'ack']]} ; ['syn', 'ack'] ; YES ; YES",
                "tcp flags syn ; in ; FLAGS ; 'syn' ; YES ; NO",
                "tcp flags fin ; in ; FLAGS ; 'fin' ; NO ; SOME",
                "tcp flags ! syn ; ! ; FLAGS ; 'syn' ; NO ; YES",
                "only syn, but ECN ; == ; FLAGS ; 'syn' ; SOME ; NO",
                "syn or syn-ack ; == ; FLAGS ; {'set': [{'|': ['syn', 'ack']}, 'syn']} ; SOME ; NO",
                "named set of flags ; == ; FLAGS ; '@f' ; UNKNOWN ; UNKNOWN",
                "tcp dport 22 ; == ; {'payload': {'protocol': 'tcp', 'field': 'dport'}} ; 22 ; SOME ; SOME",
                "tcp dport set ; == ; {'payload': {'protocol': 'tcp', 'field': 'dport'}} ; '@s' ; SOME ; SOME",
                "ct state ; in ; {'ct': {'key': 'state'}} ; ['established', 'related'] ; NO ; YES",
                "ct state set ; == ; {'ct': {'key': 'state'}} ; {'set': ['invalid', 'new']} ; YES ; NO",
                "ct state not ; != ; {'ct': {'key': 'state'}} ; {'set': ['established', 'related']} ; YES ; NO",
                "ct direction ; == ; {'ct': {'key': 'direction'}} ; 'original' ; YES ; SOME",
                "ct status ; in ; {'ct': {'key': 'status'}} ; 'assured' ; UNKNOWN ; UNKNOWN",
                "ct mark ; == ; {'ct': {'key': 'mark'}} ; 1 ; SOME ; SOME",
                "nfproto ; == ; {'meta': {'key': 'nfproto'}} ; 'ipv6' ; NO ; NO",
                "protocol ; == ; {'meta': {'key': 'protocol'}} ; 'ip' ; YES ; YES",
                "l4proto ; == ; {'meta': {'key': 'l4proto'}} ; {'set': ['udp', 'tcp']} ; YES ; YES",
                "l4proto of a named set ; == ; {'meta': {'key': 'l4proto'}} ; '@p' ; UNKNOWN ; UNKNOWN",
                "not lo ; != ; {'meta': {'key': 'oifname'}} ; 'lo' ; YES ; YES",
                "iifname ; == ; {'meta': {'key': 'iifname'}} ; {'set': ['a', 'b']} ; SOME ; SOME",
                "iifname of a named set ; == ; {'meta': {'key': 'iifname'}} ; '@wan' ; SOME ; SOME",
                "ip protocol ; == ; {'payload': {'protocol': 'ip', 'field': 'protocol'}} ; 'tcp' ; YES ; YES",
                "ip6 saddr ; == ; {'payload': {'protocol': 'ip6', 'field': 'saddr'}} ; '::1' ; NO ; NO",
                "not ip6 saddr ; != ; {'payload': {'protocol': 'ip6', 'field': 'saddr'}} ; '::1' ; NO ; NO",
                "icmp type ; == ; {'payload': {'protocol': 'icmp', 'field': 'type'}} ; 'echo-request' ; NO ; NO",
                "not icmp type ; != ; {'payload': {'protocol': 'icmp', 'field': 'type'}} ; 'echo-request' ; NO ; NO",
                "not udp ; != ; {'payload': {'protocol': 'udp', 'field': 'dport'}} ; 53 ; NO ; NO",
                "ip ttl ; > ; {'payload': {'protocol': 'ip', 'field': 'ttl'}} ; 1 ; UNKNOWN ; UNKNOWN",
                "no route back ; == ; {'fib': {'result': 'oif', 'flags': ['saddr', 'iif']}} ; false ; SOME ; SOME",
                "a route back ; == ; {'fib': {'result': 'oif', 'flags': ['saddr', 'iif']}} ; true ; UNKNOWN ; UNKNOWN",
                "to others ; == ; {'fib': {'result': 'type', 'flags': 'daddr'}} ; 'unicast' ; UNKNOWN ; UNKNOWN",
                "to us ; == ; {'fib': {'result': 'type', 'flags': 'daddr'}} ; 'local' ; SOME ; SOME",
                "by night ; == ; {'meta': {'key': 'hour'}} ; '23:00' ; UNKNOWN ; UNKNOWN",
                "something new ; == ; {'novelty': {'key': 'x'}} ; 1 ; UNKNOWN ; UNKNOWN",
                "ip saddr ; == ; {'payload': {'protocol': 'ip', 'field': 'saddr'}}"
                        + " ; {'prefix': {'addr': '10.0.0.0', 'len': 8}} ; SOME ; SOME"
            })
    void asksWhatTheMatchAsks(String name, String op, String left, String right, Answer syn, Answer data) {
        KernelRule rule = rule("{'match': {'op': '" + op + "', 'left': " + left.replace("FLAGS", FLAGS) + ", 'right': "
                + right + "}}, {'drop': null}");

        assertThat(rule.matches(SYN)).as(name).isEqualTo(syn);
        assertThat(rule.matches(DATA)).as(name).isEqualTo(data);
    }

    @Test
    void aFieldOfAProtocolAsksForTheProtocolAlsoWhenNegated() {
        KernelRule rule = rule("{'match': {'op': '!=', 'left': {'payload': {'protocol': 'tcp', 'field': 'dport'}},"
                + " 'right': 22}}, {'drop': null}");

        assertThat(rule.matches(TOO_BIG)).isEqualTo(Answer.NO);
        assertThat(rule.matches(SYN)).isEqualTo(Answer.SOME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'counter': {'packets': 1, 'bytes': 2}} | YES",
                "{'counter': 'named'} | YES",
                "{'log': null} | YES",
                "{'notrack': null} | YES",
                "{'last': {'used': 5}} | YES",
                "{'mangle': {'key': {'meta': {'key': 'mark'}}, 'value': 1}} | YES",
                "{'limit': {'rate': 10, 'burst': 5, 'per': 'second'}} | SOME",
                "{'ct count': {'val': 5, 'inv': true}} | SOME",
                "{'set': {'op': 'add', 'elem': 1, 'set': '@dyn', 'stmt': [{'limit': {'rate': 5}}]}} | UNKNOWN",
                "{'meter': {'name': 'm', 'key': 1, 'stmt': {'limit': {'rate': 5}}}} | UNKNOWN",
                "{'xt': {'type': 'match', 'name': 'u32'}} | UNKNOWN",
                "{'xt': null} | UNKNOWN",
                "'jump {}' | UNKNOWN",
                "{'novelty': {}} | UNKNOWN"
            })
    void takesOnlyWhatItKnowsForEachPacket(String statement, Answer asked) {
        assertThat(rule(statement + ", {'drop': null}").matches(SYN)).isEqualTo(asked);
    }

    @Test
    void aVerdictThatIsNotKnownMayBeAny() {
        assertThat(rule("{'novelty': {}}").effect()).isEqualTo(new Effect.Unknown());
        assertThat(rule("'jump { drop }'").effect()).isEqualTo(new Effect.Unknown());
        assertThat(rule("{'xt': {'type': 'target', 'name': 'NFQUEUE'}}").effect())
                .isEqualTo(new Effect.Unknown());
        assertThat(rule("{'xt': {'type': 'match', 'name': 'u32'}}, {'accept': null}")
                        .effect())
                .isEqualTo(new Effect.End(false));
    }

    @Test
    void followsTheVerdictMapsThatItSees() {
        KernelRules rules = chain(
                "0",
                "{'vmap': {'key': {'ct': {'key': 'state'}}, 'data': {'set': [['invalid', {'drop': null}],"
                        + " ['established', {'accept': null}], ['related', {'accept': null}]]}}}",
                "{'queue': {'num': 0}}");
        KernelRule queue = rules.rules().get(rules.rules().size() - 1).rule();

        assertThat(new WorstWay(rules, SYN, Hook.THROUGH).toAnyOf(List.of(queue)))
                .isEmpty();
        assertThat(Walk.of(rules, SYN_ACK, Hook.THROUGH).matched(queue)).isFalse();
    }

    @Test
    void theRestOfAVerdictMapIsForAllOthers() {
        KernelRules rules = chain(
                "0",
                "{'vmap': {'key': {'ct': {'key': 'state'}}, 'data': {'set': [['established', {'accept': null}],"
                        + " ['*', {'drop': null}]]}}}");

        assertThat(Walk.of(rules, SYN, Hook.THROUGH).drop()).isPresent();
        assertThat(new WorstWay(rules, SYN_ACK, Hook.THROUGH).toTheEnd()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'@zones'",
                "{'set': [['established']]}",
                "{'set': [3]}",
            })
    void whatAVerdictMapHidesMayBeAnything(String data) {
        KernelRules rules = chain(
                "0", "{'vmap': {'key': {'meta': {'key': 'iifname'}}, 'data': " + data + "}}", "{'queue': {'num': 0}}");
        Placed queue = rules.rules().get(rules.rules().size() - 1);

        assertThat(Walk.of(rules, SYN, Hook.THROUGH).matched(queue.rule())).isTrue();
        assertThat(new WorstWay(rules, SYN, Hook.THROUGH).toAnyOf(List.of(queue.rule())))
                .isPresent();
        assertThat(queue.mayLeadHere()).isPresent();
    }

    @Test
    void aCounterCountsOnlyWhatIsAskedBeforeIt() {
        String match = "{'match': {'op': 'in', 'left': " + FLAGS + ", 'right': 'syn'}}";
        String counter = "{'counter': {'packets': 7, 'bytes': 400}}";

        assertThat(rule(match + ", " + counter + ", {'queue': {'num': 0}}").packets())
                .isEqualTo(OptionalLong.of(7));
        assertThat(rule(counter + ", " + match + ", {'queue': {'num': 0}}").packets())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-150, -150", "'mangle', -150", "'filter + 10', 10", "'raw - 5', -305", "'novelty', 0"})
    void readsThePriorityOfAChain(String written, int priority) {
        String json = written.matches("-?[0-9]+") ? written : "'" + written + "'";

        assertThat(chain(json, "{'accept': null}")
                        .rules()
                        .get(0)
                        .chain()
                        .base()
                        .orElseThrow()
                        .priority())
                .isEqualTo(priority);
    }

    @Test
    void readsTheMarksOfRules() {
        assertThat(rule("{'mangle': {'key': {'meta': {'key': 'mark'}}, 'value': {'|': [{'meta': {'key': 'mark'}},"
                                + " 8]}}}")
                        .marks())
                .containsExactly(new MarkUse(true, false, new MarkMask(8, 8)));
        assertThat(rule("{'match': {'op': '!=', 'left': {'&': [{'meta': {'key': 'mark'}}, 4]}, 'right': 4}}")
                        .marks())
                .containsExactly(new MarkUse(false, true, new MarkMask(4, 4)));
    }

    private static List<MarkUse> marksOfIptables(String rule) {
        SavedRules saved = SavedRules.read("*mangle\n" + rule + "\n");
        return new IptablesTables("iptables", Family.IPV4)
                .of(saved).stream()
                        .flatMap(table -> table.chains().stream())
                        .flatMap(chain -> chain.rules().stream())
                        .flatMap(read -> read.marks().stream())
                        .toList();
    }

    @Test
    void readsTheMarksOfRulesOfIptables() {
        assertThat(marksOfIptables("-A a -m mark ! --mark 0x4/0x4 -j MARK --set-xmark 0x10/0xf0"))
                .containsExactly(
                        new MarkUse(false, true, new MarkMask(4, 4)), new MarkUse(true, false, new MarkMask(16, 0xf0)));
        assertThat(marksOfIptables("-A a -m connmark --mark 4/4 -j CONNMARK --restore-mark --nfmask 0x8 --ctmask 0x8"))
                .containsExactly(new MarkUse(true, false, new MarkMask(8, 8)));
    }

    @Test
    void whatIsNoRulesetIsNotTakenForAnEmptyOne() {
        for (String text : List.of("", "{", "[]", "null", "{\"nftables\": 3}", "{\"rules\": []}")) {
            assertThat(NftTables.read(text)).as(text).isEmpty();
        }
        assertThat(nft("").rules()).isEmpty();
    }

    @Test
    void aVerdictMapMayHaveAnyNumberOfEntries() {
        String entries = IntStream.range(0, 20_000)
                .mapToObj(port -> "[" + port + ", {'accept': null}]")
                .collect(Collectors.joining(", "));
        KernelRules rules = chain(
                "0",
                "{'vmap': {'key': {'payload': {'protocol': 'tcp', 'field': 'dport'}}, 'data': {'set': [" + entries
                        + ", ['*', {'drop': null}]]}}}");

        assertThat(Walk.of(rules, SYN, Hook.THROUGH).drop()).isEmpty();
        assertThat(Walk.of(rules, TOO_BIG, Hook.THROUGH).drop()).isPresent();
    }

    /** Of flags in JSON nft 1.0.6 prints what lies in memory that it has freed. */
    @Test
    void whatIsInADormantTableIsNotInForce() {
        NftTables tables = NftTables.read("""
            {"nftables": [{"table": {"family": "inet", "name": "t", "handle": 1, "flags": "Lester Gooch #5"}},
            {"table": {"family": "ip", "name": "t", "handle": 2, "flags": "owner"}},
            {"chain": {"family": "inet", "table": "t", "name": "c", "type": "filter", "hook": "forward", "prio": 0,
              "policy": "drop"}},
            {"rule": {"family": "inet", "table": "t", "chain": "c", "handle": 4, "expr": [{"drop": null}]}},
            {"chain": {"family": "ip", "table": "t", "name": "c", "type": "filter", "hook": "forward", "prio": 0,
              "policy": "accept"}},
            {"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 5, "expr": [{"queue": {"num": 0}}]}},
            {"flowtable": {"family": "inet", "name": "fast", "table": "t", "handle": 2}}]}
            """).orElseThrow();
        assertThat(tables.haveFlags()).isTrue();
        KernelRules rules = tables.rules("""
            table inet t {
            \tcomment "asleep"
            \tflags owner,dormant
            \tchain c {
            \t\tdrop
            \t}
            }
            table ip t { # progname firewalld
            \tflags owner
            \tset s {
            \t\tflags dormant
            \t}
            }
            """);

        assertThat(rules.rules().stream().map(Placed::text)).containsExactly("nft ip t c handle 5");
        assertThat(rules.rulesAsleep().stream().map(Placed::text)).containsExactly("nft inet t c handle 4");
        assertThat(rules.flowtables()).isEmpty();
        assertThat(Walk.of(rules, SYN, Hook.THROUGH).drop()).isEmpty();
    }
}
