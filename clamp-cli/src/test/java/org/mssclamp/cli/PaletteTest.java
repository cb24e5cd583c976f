// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.StartException;
import org.mssclamp.explain.ExplanationText;
import org.mssclamp.explain.Reply;

class PaletteTest {
    private static final String CONFIG = """
            version: 1
            rules:
              - name: branch
                match: { out: vti0 }
                mtu: 1300
              - name: rest
                mtu: 1400
              - name: more
                match: { in: eth0 }
                mtu: 1200
            """;

    @Test
    void changesNothingButTheColours() throws FormatException, StartException {
        ParseResult.Accepted accepted = (ParseResult.Accepted) ConfigParser.parse("test", CONFIG);
        SampleSyn syn = new SampleSyn(
                Addresses.address("10.0.0.1"), Addresses.address("10.0.0.2"), 1, 2, OptionalInt.of(1460), false);
        Question question = new Question(syn, "", "", 0);
        Reply reply = question.askOf(accepted.configuration(), new FakeHost());

        String plain = new ExplanationText(question.explained(), reply, Palette.PLAIN).render();
        String colored = new ExplanationText(question.explained(), reply, new Palette(true)).render();

        assertThat(plain).doesNotContain("\u001B");
        assertThat(colored).contains("\u001B[2m", "\u001B[32m", "\u001B[1m");
        assertThat(colored.replaceAll("\u001B\\[[0-9]+m", "")).isEqualTo(plain);
    }
}
