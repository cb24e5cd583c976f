// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleTextsTest {
    private static List<String> texts(String yaml) {
        Configuration configuration = Parsed.accepted(yaml);
        return IntStream.range(0, configuration.rules().size())
                .mapToObj(configuration.texts()::of)
                .toList();
    }

    @Test
    void areAsWrittenWithoutDashAndIndent() {
        assertThat(texts("""
                version: 1
                rules:
                  - name: phones   # the old ones
                    match: { in: "wg*",
                             out: eth0 }

                    # not more
                    set-mss: 1360
                  # of the next
                  - { name: branch, mtu: 1400 }

                  -
                    name: rest
                    pass: true
                # the end
                malformed: drop
                """)).containsExactly("""
                        name: phones   # the old ones
                        match: { in: "wg*",
                                 out: eth0 }

                        # not more
                        set-mss: 1360""", "{ name: branch, mtu: 1400 }", "name: rest\npass: true");
    }

    @Test
    void areFoundOnOneLine() {
        assertThat(texts("version: 1\nrules: [{mtu: 1400}, { name: a, mtu: 1300 } ]\n"))
                .containsExactly("{mtu: 1400}", "{ name: a, mtu: 1300 }");
    }

    @Test
    void areFoundBehindCharactersOutsideOfTheFirstPlaneAndOtherLineEnds() {
        assertThat(
                        texts(
                                "\uFEFFversion: 1\r\n# \uD83D\uDC27 \u00E9\r\nrules:\r\n- name: a\r\n  mtu: 1400\r\n# \uD83D\uDC27\r\n- name: b\r\n  mtu: 1300"))
                .containsExactly("name: a\nmtu: 1400", "name: b\nmtu: 1300");
    }

    @Test
    void areThoseOfTheAnchorWhereAnAliasStands() {
        assertThat(
                        texts(
                                "version: 1\nrules:\n  - &a { match: { in: &x [wg0] }, mtu: 1400 }\n  - { match: { in: *x }, mtu: 1300 }\n"))
                .containsExactly("&a { match: { in: &x [wg0] }, mtu: 1400 }", "{ match: { in: *x }, mtu: 1300 }");
    }

    @Test
    void ofManyRulesOnOneLineAreFoundAtOnce() {
        String rules = IntStream.range(0, 20_000)
                .mapToObj(number -> "{match: {dport: " + (1 + number) + "}, mtu: 1400}")
                .collect(Collectors.joining(","));
        assertThat(texts("version: 1\nrules: [" + rules + "]\n").get(19_999))
                .isEqualTo("{match: {dport: 20000}, mtu: 1400}");
    }

    @Test
    void behindManyCommentsAreFoundAtOnce() {
        String yaml = "version: 1\nrules:\n" + ("- mtu: 1400\n" + "  # and so on\n\n".repeat(20_000)).repeat(3);
        assertThat(texts(yaml)).containsOnly("mtu: 1400").hasSize(3);
    }

    @Test
    void ofRulesThatWereNotWrittenAreEmpty() {
        assertThat(RuleTexts.NONE.of(0)).isEmpty();
    }
}
