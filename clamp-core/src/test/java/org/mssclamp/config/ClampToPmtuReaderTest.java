// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Direction;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;

class ClampToPmtuReaderTest {
    private static final TunnelStack GRE_WITH_KEY =
            TunnelStack.of(List.of(Presets.named("gre").orElseThrow().tunnel(Map.of("key", "true"))));

    @ParameterizedTest
    @ValueSource(strings = {"true", "{}", "{ direction: both, overhead: 0, floor: 64 }"})
    void clampsAsTheKernelDoesUnlessToldOtherwise(String value) {
        assertThat(Parsed.rule("clamp-to-pmtu: " + value).action()).isEqualTo(ClampToPmtu.DEFAULT);
    }

    @Test
    void readsEveryKey() {
        assertThat(Parsed.rule("clamp-to-pmtu: { direction: reverse, overhead: 8, tunnel: { type: gre, key: true },"
                                + " floor: 536 }")
                        .action())
                .isEqualTo(new ClampToPmtu(Direction.REVERSE, 8, GRE_WITH_KEY, 536));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direction: forward                | FORWARD | 0     | 64",
                "overhead: 65431                   | BOTH    | 65431 | 64",
                "floor: 65495                      | BOTH    | 0     | 65495",
                "floor: 65475, direction: reverse  | REVERSE | 0     | 65475"
            })
    void readsEachKeyByItself(String keys, Direction direction, int overhead, int floor) {
        assertThat(Parsed.rule("clamp-to-pmtu: { " + keys + " }").action())
                .isEqualTo(new ClampToPmtu(direction, overhead, TunnelStack.NONE, floor));
    }

    @ParameterizedTest
    @CsvSource({"65431, 64, true", "65430, 65, true", "65431, 65, false", "0, 65495, true"})
    void wantsAPathThatLeavesTheFloor(int overhead, int floor, boolean isPossible) {
        List<String> problems = Parsed.problems("version: 1\nrules:\n  - clamp-to-pmtu: { overhead: " + overhead
                + ", floor: " + floor + " }\n    match: { family: ipv4 }");

        assertThat(problems.isEmpty()).as("%s", problems).isEqualTo(isPossible);
    }

    @Test
    void readsWhatAnActionWrites() {
        for (Action action : List.of(
                ClampToPmtu.DEFAULT,
                new ClampToPmtu(Direction.FORWARD, 0, TunnelStack.NONE, 64),
                new ClampToPmtu(Direction.REVERSE, 8, GRE_WITH_KEY, 536))) {
            assertThat(Parsed.rule(action.toString()).action()).isEqualTo(action);
        }
    }
}
