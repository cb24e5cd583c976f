// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Way;

class ProbedMtuReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "probe: 10.8.0.2                              | 10.8.0.2         | 600 | 1280",
                "probe: 10.8.0.2, every: 1s                   | 10.8.0.2         | 1  | 1280",
                "probe: 'fd00::2', every: 90s                 | fd00::2          | 90 | 1280",
                "probe: fd00::2, every: 24h, initial: 576     | fd00::2          | 86400 | 576",
                "probe: branch.example.com, initial: 65535    | branch.example.com | 600 | 65535",
                "probe: 3com, every: 86400s                   | 3com             | 86400 | 1280",
                "probe: b-1                                   | b-1              | 600 | 1280"
            })
    void readsEachKey(String keys, String host, int every, int initial) {
        assertThat(Parsed.rule("mtu: { " + keys + " }").action())
                .isEqualTo(new ProbedMtu(Way.to(host), every, initial));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                                   | no host, allowed probe: HOST",
                "{ every: 10m }                       | no host, allowed probe: HOST",
                "{ probe: 10.8.0.256 }                | \"10.8.0.256\" is no host, allowed an address or a name",
                "{ probe: 10.8.0.0/24 }               | \"10.8.0.0/24\" is no host, allowed an address or a name",
                "{ probe: a_b }                       | \"a_b\" is no host, allowed an address or a name",
                "{ probe: 7 }                         | \"7\" is no host, allowed an address or a name",
                "{ probe: -a }                        | \"-a\" is no host, allowed an address or a name",
                "{ probe: \"\" }                      | \"\" is no host, allowed an address or a name",
                "{ probe: b, every: 10 }              | \"10\" is not an interval, allowed 1s-24h",
                "{ probe: b, every: 0s }              | \"0s\" is not an interval, allowed 1s-24h",
                "{ probe: b, every: 250ms }           | \"250ms\" is not an interval, allowed 1s-24h",
                "{ probe: b, every: 25h }             | 25h is out of range, allowed 1s-24h",
                "{ probe: b, every: 86401s }          | 86401s is out of range, allowed 1s-24h",
                "{ probe: b, initial: 575 }           | 575 is out of range, allowed 576-65535",
                "{ probe: b, initial: 65536 }         | 65536 is out of range, allowed 576-65535",
                "{ probe: b, ever: 10m }              | unknown key, allowed in mtu: probe, via, mark, every, initial",
                "{ probe: b, via: wg* }               | \"wg*\" is not an interface name, allowed 1-15 characters",
                "{ probe: b, via: 1234567890123456 }  | \"1234567890123456\" is not an interface name, allowed 1-15",
                "{ probe: b, mark: 0x1/0xff }         | \"0x1/0xff\" is not a mark, allowed 0-0xffffffff, decimal or 0x",
                "{ probe: b, mark: 4294967296 }       | \"4294967296\" is not a mark, allowed 0-0xffffffff"
            })
    void refusesWhatIsWrong(String value, String problem) {
        assertThat(Parsed.problems("version: 1\nrules:\n  - mtu: " + value))
                .hasSize(1)
                .first()
                .asString()
                .contains(problem);
    }

    @Test
    void readsTheWay() {
        assertThat(Parsed.rule("mtu: { probe: b, via: wg0, mark: 0xffffffff }").action())
                .isEqualTo(new ProbedMtu(new Way("b", Optional.of("wg0"), -1), 600, 1280));
        assertThat(Parsed.rule("mtu: { probe: b, mark: 16 }").action())
                .hasToString("mtu: { probe: b, mark: 0x10, every: 10m }");
    }

    @Test
    void readsWhatAnActionWrites() {
        for (ProbedMtu action : List.of(
                new ProbedMtu(Way.to("10.8.0.2"), 600, 1280),
                new ProbedMtu(Way.to("fd00::"), 86400, 1280),
                new ProbedMtu(Way.to("branch.example.com"), 3601, 1400),
                new ProbedMtu(Way.to("b"), 3660, 1280),
                new ProbedMtu(new Way("b", Optional.of("wg0"), 0x10), 60, 1280),
                new ProbedMtu(new Way("b", Optional.of("a,b'{}#"), -1), 60, 1280))) {
            assertThat(Parsed.rule(action.toString()).action()).isEqualTo(action);
        }
    }

    @Test
    void probesNoMoreHostsThanItCan() {
        String rules = IntStream.rangeClosed(1, 64)
                .mapToObj(i -> "  - { match: { dport: " + i + " }, mtu: { probe: 10.8.0." + i + " } }\n"
                        + "  - { match: { sport: " + i + " }, mtu: { probe: 10.8.0." + i + " } }\n")
                .collect(Collectors.joining());
        assertThat(Parsed.problems("version: 1\nrules:\n" + rules)).isEmpty();
        assertThat(Parsed.problems("version: 1\nrules:\n" + rules + "  - mtu: { probe: 10.8.0.65 }\n"))
                .hasSize(1)
                .first()
                .asString()
                .contains("131 rules[128].mtu: more paths are probed than can be in time, allowed 64");
    }
}
