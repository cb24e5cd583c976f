// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mssclamp.config.Problem.Severity;

class ProblemTest {
    @Test
    void showsPlaceMessageLineAndHint() {
        Position position = new Position("/etc/mssclamp/mssclamp.yaml", 12, 14, 5, "    set-mss: 70000");
        Problem problem = new Problem(
                Severity.ERROR,
                position,
                "rules[1].set-mss",
                "70000 is out of range, allowed 64-65495",
                Optional.of("for a WireGuard tunnel with MTU 1420 write \"mtu: 1420\""));

        assertThat(problem).hasToString("""
                        /etc/mssclamp/mssclamp.yaml:12:14: rules[1].set-mss: 70000 is out of range, allowed 64-65495
                          12 |     set-mss: 70000
                             |              ^~~~~
                        hint: for a WireGuard tunnel with MTU 1420 write "mtu: 1420\"""");
    }

    @Test
    void marksWarnings() {
        Problem problem = new Problem(
                Severity.WARNING, new Position("a.yaml", 1, 1, 1, "x"), "rules[0]", "unwise", Optional.empty());

        assertThat(problem).hasToString("a.yaml:1:1: warning: rules[0]: unwise\n   1 | x\n     | ^");
    }

    @Test
    void widensTheGutterForLongLineNumbers() {
        assertThat(Excerpt.of(new Position("a.yaml", 123456, 2, 1, "xy"))).isEqualTo("123456 | xy\n       |  ^");
    }

    @Test
    void keepsTabsInTheIndentSoThatTheCaretStandsBelow() {
        assertThat(Excerpt.of(new Position("a.yaml", 1, 3, 2, "\t xy"))).isEqualTo("   1 | \t xy\n     | \t ^~");
    }

    @Test
    void pointsBehindTheLineWhereSomethingIsMissing() {
        assertThat(Excerpt.of(new Position("a.yaml", 1, 5, 1, "mtu:"))).isEqualTo("   1 | mtu:\n     |     ^");
    }

    @Test
    void showsNoControlCharacter() {
        assertThat(Excerpt.of(new Position("a.yaml", 1, 1, 3, "\033[1\u202e"))).isEqualTo("   1 | ?[1?\n     | ^~~");
        assertThat(Quoted.of("a\033[2J\tb\u2028")).isEqualTo("\"a?[2J b?\"");
    }

    @Test
    void cutsLongLinesAroundThePlace() {
        String line = "x".repeat(500) + "HERE" + "y".repeat(500);
        List<String> excerpt =
                Excerpt.of(new Position("a.yaml", 1, 501, 4, line)).lines().toList();

        assertThat(excerpt.get(0)).hasSizeLessThan(180).contains("...xxx").endsWith("yyy...");
        assertThat(excerpt.get(1)).endsWith(" ^~~~");
        assertThat(excerpt.get(0).indexOf("HERE")).isEqualTo(excerpt.get(1).indexOf('^'));
    }

    @Test
    void countsCharactersOutsideTheBasicPlaneOnce() {
        Problem problem = ConfigParser.parse("a.yaml", "version: 1\nrules: [{ name: \"\uD83D\uDE00\", mtu: 1 }]")
                .problems()
                .get(1);

        assertThat(problem.path()).isEqualTo("rules[0].mtu");
        assertThat(problem.position().column()).isEqualTo(27);
    }
}
