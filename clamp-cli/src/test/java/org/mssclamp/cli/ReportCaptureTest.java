// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.capture.PcapOctets;
import org.mssclamp.packet.SynBuilder;

class ReportCaptureTest {
    private static final int RAW = 101;
    private static final String RULES = "version: 1\nrules:\n  - name: tunnel\n    match: { in: wg0 }\n    mtu: 1400\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Path file(String name, byte[] octets) throws IOException {
        return Files.write(directory.resolve(name), octets);
    }

    private static Run report(Path capture, String... options) {
        List<String> arguments = new ArrayList<>(List.of("pcap", "report", capture.toString()));
        arguments.addAll(List.of(options));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static byte[] handshake() {
        return PcapOctets.of(RAW)
                .packet(SynBuilder.ipv4().mss(1460).build())
                .packet(SynBuilder.ipv6().mss(1220).build())
                .packet(SynBuilder.ipv6().build())
                .build();
    }

    @Test
    void showsWhatIsAnnouncedAndWhatTheRulesWouldDo() throws IOException {
        Path rules = Files.writeString(directory.resolve("x.yaml"), RULES);

        Run run = report(file("x.pcap", handshake()), "-c", rules.toString(), "--in", "wg0");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        "No handshake was completed, so that nothing can be said of the paths.\n\n" + directory + """
                        /x.pcap: 3 frames in 00:00:00, from 2023-11-14 22:13:20 UTC
                        2 connections: 0 complete, 0 refused, 2 unanswered; 0 more had begun before
                        3 segments of TCP, 1 sent again or overtaken; 0 connections lost, whatever the size of packets

                        MSS announced
                        family  kind   MSS  SYNs    share
                        ipv4    syn   1460     1  100.0 %  ████████████████████
                        ipv6    syn   none     1   50.0 %  ██████████
                        ipv6    syn   1220     1   50.0 %  ██████████

                        Who announces
                        kind  host         MSS (SYNs)          SYNs
                        syn   2001:db8::1  1220 (1), none (1)     2
                        syn   192.0.2.1    1460 (1)               1

                        What the rules do with the SYNs
                        outcome      meaning                                            SYNs
                        clamped      the MSS was lowered                                   1
                        already-low  no MSS option was above the limit                     1
                        no-mss       the SYN has no MSS option, and the rule adds none     1

                        What each rule does
                        rule    matched  changed  left  median MSS before  after
                        tunnel        3        1     2               1220   1220
                        """);
    }

    @Test
    void printsTheSameForPrograms() throws IOException {
        Path rules = Files.writeString(directory.resolve("x.yaml"), RULES);

        Run run = report(
                file("x.pcap", handshake()), "-c", rules.toString(), "--in", "wg0", "--path-mtu", "1400", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Schema.of("pcap-report").assertValid(run.out());
        assertThat(run.out())
                .contains("\"kind\":\"exceeded\"", "\"mtu\":1400", "\"values\":{\"1220\":1}", "\"1220\":1,\"1360\":0")
                .contains("\"outcomes\":{\"clamped\":1,\"already-low\":1,\"no-mss\":1}");
    }

    @Test
    void reportsWhatCanBeReadOfACutFileAndFails() throws IOException {
        byte[] capture = handshake();
        Path cut = file("cut.pcap", Arrays.copyOf(capture, capture.length - 1));
        Path whole = file("whole.pcap", capture);

        Run run = report(cut, whole.toString(), "--json");

        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err())
                .startsWith(cut + ": cannot be read behind packet 2")
                .hasLineCount(1);
        assertThat(run.out()).contains("\"frames\":5,", "\"ends\":[\"" + cut);
        Schema.of("pcap-report").assertValid(run.out());
    }

    @Test
    void refusesAFileThatIsNoCaptureBeforeAnythingIsRead() throws IOException {
        Path whole = file("whole.pcap", handshake());
        Path text = Files.writeString(directory.resolve("x.txt"), "no capture");

        Run run = report(whole, text.toString());

        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(text + ": cannot read the capture: ");
    }

    @Test
    void doesNotWriteAPageOverWhatIsRead() throws IOException {
        byte[] capture = handshake();
        Path file = file("x.pcap", capture);
        Path rules = Files.writeString(directory.resolve("x.yaml"), RULES);

        assertThat(report(file, "--html", directory + "/./x.pcap"))
                .returns(64, Run::exitCode)
                .returns("", Run::out);
        assertThat(report(file, "-c", rules.toString(), "--html", directory + "/./x.yaml"))
                .returns(64, Run::exitCode)
                .returns("", Run::out);

        assertThat(file).hasBinaryContent(capture);
        assertThat(rules).hasContent(RULES);
    }

    @Test
    void refusesToReadStandardInputTwiceAndToMixAPageWithTheText() {
        assertThat(report(Path.of("-"), "-c", "-")).returns(64, Run::exitCode).returns("", Run::out);
        assertThat(report(Path.of("-"), "-")).returns(64, Run::exitCode).returns("", Run::out);
        assertThat(report(Path.of("missing.pcap"), "--html", "-"))
                .returns(64, Run::exitCode)
                .returns("", Run::out);
    }

    @Test
    void saysThatAPageCannotBeWrittenBeforeAnythingIsRead() throws IOException {
        Path lost = directory.resolve("missing/x.html");

        Run run = report(file("x.pcap", handshake()), "--html", lost.toString());

        assertThat(run)
                .returns(71, Run::exitCode)
                .returns("", Run::out)
                .returns(lost + ": cannot write the page: there is no such directory\n", Run::err);
    }

    @Test
    void replacesAPageOnlyWhenAllWasRead() throws IOException {
        Path page = Files.writeString(directory.resolve("x.html"), "precious");
        byte[] capture = handshake();
        Path cut = file("cut.pcap", Arrays.copyOf(capture, capture.length - 1));
        byte[] damaged = capture.clone();
        Arrays.fill(damaged, 24 + 8, 24 + 12, (byte) 0x7F); // more octets than a packet has
        Path corrupt = file("corrupt.pcap", damaged);

        for (Path capturePath : List.of(cut, corrupt)) {
            Run run = report(capturePath, "--html", page.toString());

            assertThat(run.exitCode()).isEqualTo(66);
            assertThat(run.err())
                    .startsWith(capturePath + ": cannot be read behind packet ")
                    .endsWith(page + ": left as it was, since not everything was read\n")
                    .hasLineCount(2);
            assertThat(page).hasContent("precious");
            assertThat(files()).containsExactlyInAnyOrder(page, cut, corrupt);
        }

        Path fresh = directory.resolve("fresh.html");
        assertThat(report(cut, "--html", fresh.toString())).returns(66, Run::exitCode);
        assertThat(fresh).content().contains("not read to its end: ");
        Path whole = file("whole.pcap", capture);
        assertThat(report(whole, "--html", page.toString()))
                .returns(0, Run::exitCode)
                .returns("", Run::err);
        assertThat(page).content().startsWith("<!DOCTYPE html>");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void writesAPageThatRunsAndFetchesNothing() throws IOException, NoSuchAlgorithmException {
        Path page = directory.resolve("x.html");

        Run run = report(
                file("x<script>alert(1)</script>&'\".pcap".replace('/', '_'), handshake()), "--html", page.toString());

        assertThat(run.err()).isEmpty();
        String html = Files.readString(page);
        assertThat(html)
                .contains("x&lt;script&gt;alert(1)&lt;_script&gt;&amp;&#39;&quot;.pcap")
                .contains("<svg role=\"img\"", "prefers-color-scheme: dark", "width=device-width")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", " style=", " on");
        String style = html.substring(html.indexOf("<style>") + "<style>".length(), html.indexOf("</style>"));
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(html).contains("content=\"default-src 'none'; style-src 'sha256-" + digest + "'; base-uri 'none'");
        assertThat(elements(html)).isEmpty();
    }

    /** Elements that are open at the end, those without content apart. */
    private static List<String> elements(String html) {
        List<String> open = new ArrayList<>();
        for (MatchResult tag : Pattern.compile("<(/?)([a-z0-9]+)[^>]*?(/?)>")
                .matcher(html)
                .results()
                .toList()) {
            if (tag.group(1).isEmpty()
                    && tag.group(3).isEmpty()
                    && !tag.group(2).equals("meta")) {
                open.add(tag.group(2));
            } else if (!tag.group(1).isEmpty()) {
                assertThat(open.remove(open.size() - 1)).isEqualTo(tag.group(2));
            }
        }
        return open;
    }

    @Test
    void tellsATerminalNothingThatANameWouldHaveIt() throws IOException {
        Run run = report(file("\u001B[31mx.pcap", handshake()));

        assertThat(run.out()).doesNotContain("\u001B").contains("?[31mx.pcap: 3 frames");
    }
}
