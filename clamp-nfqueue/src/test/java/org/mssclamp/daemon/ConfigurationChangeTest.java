// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;

class ConfigurationChangeTest {
    private static Configuration configuration(String text) {
        return ((ParseResult.Accepted) ConfigParser.parse("test.yaml", "version: 1\n" + text)).configuration();
    }

    private static String change(String before, String after) {
        return ConfigurationChange.describe(configuration(before), configuration(after));
    }

    @Test
    void namesRulesThatWereAddedRemovedAndChanged() {
        assertThat(change(
                        "rules: [{ name: a, mtu: 1400 }, { name: b, mtu: 1400 }, { name: c, mtu: 1400 }]",
                        "rules: [{ name: d, mtu: 1400 }, { name: b, mtu: 1300 }, { name: c, mtu: 1400 }]"))
                .isEqualTo("rules added: d; rules removed: a; rules changed: b");
    }

    @Test
    void namesQueuesThatWereBoundGivenUpAndChanged() {
        assertThat(change(
                        "queues: [{ number: 0-2 }]\nrules: []",
                        "queues: [{ number: 1, mark: 1 }, { number: 2-4 }]\nrules: []"))
                .isEqualTo("queues bound: 3, 4; queues given up: 0; queues changed: 1");
    }

    @Test
    void namesTenAtMost() {
        assertThat(change("queues: [{ number: 0 }]\nrules: []", "queues: [{ number: 0-15 }]\nrules: []"))
                .isEqualTo("queues bound: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 5 more");
    }

    @Test
    void tellsAnotherOrderAndOtherSettingsFromNothing() {
        assertThat(change(
                        "rules: [{ name: a, mtu: 1400 }, { name: b, mtu: 1300 }]",
                        "rules: [{ name: b, mtu: 1300 }, { name: a, mtu: 1400 }]"))
                .isEqualTo("rules in another order");
        assertThat(change("rules: []", "malformed: drop\nrules: []")).isEqualTo("settings for all packets changed");
        assertThat(change("rules: []", "control: { socket: off }\nrules: []")).isEqualTo("control socket changed");
        assertThat(change("rules: []", "metrics: { listen: \"[::1]:9912\" }\nrules: []"))
                .isEqualTo("metrics on [::1]:9912");
        assertThat(change("metrics: { listen: \"unix:/run/m.sock\" }\nrules: []", "rules: []"))
                .isEqualTo("metrics off");
        assertThat(change(
                        "metrics: { listen: \"[::1]:9912\" }\nrules: []",
                        "metrics: { listen: \"[::1]:9912\", page: true }\nrules: []"))
                .isEqualTo("page on");
        assertThat(change("queues: [{ number: 0-1 }]\nrules: []", "queues: [{ number: 0 }, { number: 1 }]\nrules: []"))
                .isEqualTo("nothing changed");
    }
}
