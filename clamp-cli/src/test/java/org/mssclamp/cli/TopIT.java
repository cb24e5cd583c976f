// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.daemon.DaemonProcess;
import org.mssclamp.kernel.KernelTests;
import org.mssclamp.kernel.SynTraffic;

/** {@code top} of a running daemon: on a terminal, on one that can do nothing, and on none. */
@ExtendWith(KernelTests.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopIT {
    private static final String RULES = """
            version: 1
            rules:
              - name: ssh
                match: { dport: 22 }
                mtu: 1300
              - name: all
                set-mss: { ipv4: 1360, ipv6: 1340 }
            """;

    private static final String ENTER = "\u001B[?1049h";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";
    private static final int CTRL_C = 3;

    private final AskedGateway gateway;
    private final SynTraffic traffic;

    TopIT(@TempDir Path directory) {
        gateway = new AskedGateway(directory, RULES);
        traffic = gateway.traffic();
    }

    @AfterAll
    void takeDown() {
        traffic.close();
        gateway.close();
    }

    /** Begins {@code top} on a terminal of 80 by 24; what it ended with, and whether lines are edited again, is printed behind. */
    private Process onTerminal(String type) throws IOException {
        String top = String.join(" ", gateway.asking("top", "--interval", "0.3"));
        String command = "trap : INT; stty rows 24 cols 80; env --default-signal=INT " + top
                + "; echo end $?; stty -a | tr ';' '\\n'";
        return AskedGateway.begin(List.of("script", "-qec", command, "/dev/null"), Map.of("TERM", type));
    }

    private static void press(Process terminal, int key) throws IOException {
        OutputStream keyboard = terminal.getOutputStream();
        keyboard.write(key);
        keyboard.flush();
    }

    /** What a process prints up to a text, or to its end. */
    private static String readUntil(String text, Process process) throws IOException {
        InputStream output = process.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int octet = output.read();
            if (octet < 0) {
                break;
            }
            read.append((char) octet);
        }
        assertThat(read).contains(text);
        return read.toString();
    }

    private static void assertGivenBack(String end, int exitCode) {
        assertThat(end).contains(LEAVE);
        assertThat(end.substring(end.indexOf(LEAVE)))
                .contains("end " + exitCode + "\r\n")
                .containsPattern("[ \n]icanon ")
                .containsPattern("[ \n]echo ")
                .containsPattern("[ \n]icrnl ");
    }

    @Test
    void redrawsTheScreenAndObeysItsKeys() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process terminal = onTerminal("xterm");
            assertThat(readUntil("sorted by rate", terminal)).contains(ENTER, "\u001B[H", "mssclampd ");
            press(terminal, 'n');
            readUntil("sorted by name", terminal);
            press(terminal, 'x');
            press(terminal, 'c');
            readUntil("sorted by clamped", terminal);
            traffic.send(50);
            traffic.lastMss();
            readUntil("1440 -> 13", terminal);
            press(terminal, 'q');
            assertGivenBack(AskedGateway.output(terminal), 0);
            daemon.stop();
        }
    }

    @Test
    void givesTheTerminalBackAtCtrlC() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process terminal = onTerminal("xterm");
            readUntil("sorted by rate", terminal);
            press(terminal, CTRL_C);
            assertGivenBack(AskedGateway.output(terminal), 130);
            daemon.stop();
        }
    }

    @Test
    void givesTheTerminalBackWhenItIsToEnd() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process terminal = onTerminal("xterm");
            readUntil("sorted by rate", terminal);
            ProcessHandle top = terminal.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/java"))
                    .findFirst()
                    .orElseThrow();
            top.destroy();
            assertGivenBack(AskedGateway.output(terminal), 143);
            daemon.stop();
        }
    }

    @Test
    void givesTheTerminalBackWhenTheDaemonGoesAway() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process terminal = onTerminal("xterm");
            readUntil("sorted by rate", terminal);
            daemon.signal("KILL");
            String end = AskedGateway.output(terminal);
            assertGivenBack(end, 69);
            assertThat(end.substring(end.indexOf(LEAVE)))
                    .containsPattern(
                            "mssclamp: (no daemon can be reached: nobody listens|the daemon ended the connection)");
        }
    }

    @Test
    void givesTheTerminalBackWhenTheDaemonHangs() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process terminal = onTerminal("xterm");
            readUntil("sorted by rate", terminal);
            daemon.freeze();
            String end = AskedGateway.output(terminal);
            daemon.signal("CONT");
            assertGivenBack(end, 69);
            assertThat(end.substring(end.indexOf(LEAVE))).contains(" says nothing since 5 seconds");
            daemon.stop();
        }
    }

    @Test
    void printsTableAfterTableOnATerminalThatCanDoNothing() throws IOException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process terminal = onTerminal("dumb");
            String first = readUntil("MSS at the median", terminal);
            String second = readUntil("MSS at the median", terminal);
            assertThat(first + second).doesNotContain("\u001B");
            press(terminal, CTRL_C);
            assertThat(AskedGateway.output(terminal)).contains("end 130\r\n").doesNotContain("\u001B");
            daemon.stop();
        }
    }

    @Test
    void printsOneTableWithoutATerminal() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            Process top = gateway.begin("top", "--once");
            while (top.isAlive()) {
                traffic.send(10);
                assertThat(traffic.lastMss()).isIn(1360, 1340);
                Thread.sleep(20);
            }
            assertThat(AskedGateway.output(top))
                    .startsWith("mssclampd ")
                    .contains(", 1 queue, 2 rules\n", "\nqueue ", "     1440   100.0%    0.0%\n")
                    .containsPattern("\n +[0-9,]+\\.\\d +[0-9,]+\\.\\d +[0-9,]+  1440 -> 13[46]0 +all\n")
                    .doesNotContain("\u001B");
            assertThat(top.waitFor()).isZero();
            Run json = gateway.ask("top", "--once", "--json", "--interval", "0.2");
            Schema.of("top").assertValid(json.out());
            assertThat(json.out().lines()).hasSize(1);
            daemon.stop();
        }
        assertThat(gateway.ask("top", "--once").exitCode()).isEqualTo(69);
    }

    @Test
    void endsWhenNobodyReadsOn() throws IOException, InterruptedException {
        try (DaemonProcess daemon = gateway.serving()) {
            String top = String.join(" ", gateway.asking("top", "--interval", "0.1"));
            Run run = Layout.run(List.of("sh", "-c", top + " | head -n 1"), "", Map.of());
            assertThat(run).returns(0, Run::exitCode).returns("", Run::err);
            assertThat(run.out()).startsWith("mssclampd ").hasLineCount(1);
            daemon.stop();
        }
    }
}
