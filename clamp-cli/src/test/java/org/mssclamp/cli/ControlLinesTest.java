// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

@Timeout(60)
class ControlLinesTest {
    private static final ControlReply GOOD = new ControlReply(0, "", false);
    private static final Pattern LAST = Pattern.compile("end .*");

    private final StringWriter out = new StringWriter();

    private ControlReply print(String answer, boolean keepsBlank) throws IOException, StartException {
        PrintWriter writer = new PrintWriter(out);
        return new ControlLines(writer, keepsBlank, LAST).print(new BufferedReader(new StringReader(answer)));
    }

    @Test
    void keepsOneBlankLineOfSeveralOrNone() throws IOException, StartException {
        assertThat(print("\n\na\n\n\n\nb\nend 2\n", true)).isEqualTo(GOOD);
        assertThat(out).hasToString("a\n\nb\nend 2\n");
        out.getBuffer().setLength(0);
        assertThat(print("\n\na\n\n\n\nb\nend 2\n", false)).isEqualTo(GOOD);
        assertThat(out).hasToString("a\nb\nend 2\n");
    }

    @Test
    void saysThatAnAnswerBrokeOff() {
        for (String part : new String[] {"", "a\nb\n", "a\nen"}) {
            assertThatThrownBy(() -> print(part, true))
                    .isInstanceOfSatisfying(
                            StartException.class,
                            why -> assertThat(why.exitCode()).isEqualTo(ExitCode.UNAVAILABLE))
                    .hasMessageStartingWith("mssclamp: the daemon broke off\n");
        }
        assertThat(out.toString()).startsWith("a\nb\n");
    }

    @Test
    void handsOverARefusal() throws IOException, StartException {
        assertThat(print("a\nerror: 64 not so\nhint: but so\n", true))
                .isEqualTo(new ControlReply(64, "not so\nhint: but so\n", true));
        assertThat(out).hasToString("a\n");
    }

    @Test
    void endsWhenNobodyReadsWhatItPrints() throws IOException, StartException {
        Reader endless = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) {
                buffer[offset] = 'a';
                buffer[offset + 1] = '\n';
                return 2;
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public void close() {}
        };
        Writer broken = new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        ControlLines lines = new ControlLines(new PrintWriter(broken), true, LAST);
        assertThat(lines.print(new BufferedReader(endless))).isEqualTo(GOOD);
    }
}
