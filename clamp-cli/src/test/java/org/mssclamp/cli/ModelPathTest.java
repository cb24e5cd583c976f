// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mssclamp.path.Claim;
import org.mssclamp.path.Formula;
import org.mssclamp.path.SearchFact;
import org.mssclamp.status.Json;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;

class ModelPathTest {
    private static final Path PAGE = Path.of("../docs/model.md");

    private static Run model(String arguments) {
        return Run.of(("model " + arguments).strip().split(" +"));
    }

    private static Map<String, Object> json(String arguments) throws IOException {
        return Json.parse(model(arguments + " --json").out());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> document, String... keys) {
        return (Map<String, Object>) Members.in(document, (Object[]) keys);
    }

    private static List<String> codes(String arguments) throws IOException {
        return Members.list(json(arguments), "warnings").stream()
                .map(warning -> String.valueOf(((Map<?, ?>) warning).get("code")))
                .toList();
    }

    static Stream<String> everyPreset() {
        return Presets.all().stream().map(Preset::name);
    }

    @ParameterizedTest
    @MethodSource("everyPreset")
    void printsWhatTheSchemaSays(String preset) throws IOException {
        for (String arguments :
                List.of("", " --mtu 68", " --mtu 9000 --mss 8961 --loss 0%", " --family ipv6 --no-timestamps")) {
            Run run = model("--json --stack pppoe," + preset + arguments);

            Schema.of("model").assertValid(run.out());
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void schemaWantsASourceOfEachFormula() throws IOException {
        String valid = model("--json").out();
        Schema.of("model").assertValid(valid);

        assertThat(Schema.of("model").isValid(valid.replaceFirst(",\"source\":\"RFC 9293[^\"]*\"", "")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mtu 9000 | jumbo",
                "--mtu 1508 --stack pppoe | ",
                "--mtu 1500 | pppoe-forgotten",
                "--mtu 1500 --stack wireguard | pppoe-forgotten",
                "--mtu 1500 --stack pppoe,wireguard | ",
                "--mtu 1492 | ",
                "--mtu 1492 --stack pppoe | pppoe-twice",
                "--mtu 1400 --stack wireguard,pppoe | order",
                "--mtu 1340 --stack wireguard | ",
                "--mtu 1339 --stack wireguard | ipv6-below-1280",
                "--mtu 1279 --stack ds-lite | outer-ipv6",
                "--mtu 100 --stack wireguard | no-room",
                "--mtu 575 --stack ipip | small-mss",
                "--mtu 596 --stack ipip | ",
                "--mtu 1492 --mss 1453 --family ipv4 | mss-too-large,mss-too-large",
                "--mtu 1492 --mss 1433 | mss-too-large",
                "--mtu 1492 --mss 1432 | ",
            })
    void warnsOf(String arguments, String codes) throws IOException {
        assertThat(String.join(",", codes(arguments))).isEqualTo(codes == null ? "" : codes);
    }

    @Test
    void saysInTextWhatItSaysInJson() throws IOException {
        String arguments =
                "--stack pppoe,ipsec-esp:nat-traversal=true,gre --mss 1460 --rtt 40ms --loss 2% --window 64KiB";
        String text = model(arguments).out();
        Map<String, Object> ipv4 = at(json(arguments), "families", "ipv4");

        assertThat(text)
                .contains("mss " + ipv4.get("mss") + " for ipv4")
                .contains(at(ipv4, "packet").get("onPathOctets") + " octets on the path")
                .containsPattern("payload +" + at(ipv4, "packet").get("payloadOctets") + " +")
                .contains("takes a window scale of " + at(ipv4, "throughput").get("windowScale"));
        assertThat((Double) at(ipv4, "throughput").get("windowBitsPerSecond"))
                .isEqualTo(65536 * 8 / 0.04, within(1e-6));
    }

    @Test
    void drawsEachLayerWhereItBegins() {
        List<String> lines =
                model("--mtu 600 --stack ipip --no-timestamps").out().lines().toList();
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("  ipip "))
                .findFirst()
                .orElseThrow());

        // 600 octets in 60 characters: ten each.
        assertThat(lines.subList(first, first + 4))
                .containsExactly(
                        "  ipip      20    3.3 %  ##",
                        "  ipv4      20    3.3 %    ##",
                        "  tcp       20    3.3 %      ##",
                        "  payload  540   90.0 %        " + "=".repeat(54));
    }

    @Test
    void saysWhyWhatIsOftenSaidIsWrong() {
        assertThat(Claim.values())
                .hasSize(3)
                .allSatisfy(
                        claim -> assertThat(model("").out()).contains(claim.claim(), claim.truth(), claim.source()));
    }

    @Test
    void pageSaysWhatTheCodeSays() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Formula.values())
                .allSatisfy(formula ->
                        assertThat(page).contains("| `" + formula.text() + "` | " + formula.source() + " |"));
        assertThat(Claim.values())
                .allSatisfy(
                        claim -> assertThat(page).contains("\"" + claim.claim() + "\"", claim.truth(), claim.source()));
        assertThat(SearchFact.values())
                .allSatisfy(fact -> assertThat(page).contains("| " + fact.text() + " | " + fact.source() + " |"));
    }

    @Test
    void pageShowsWhatIsPrinted() throws IOException {
        List<String> sessions = Stream.of(Files.readString(PAGE).split("(?m)^```"))
                .filter(block -> block.startsWith("console\n"))
                .map(block -> block.substring("console\n".length()))
                .toList();

        assertThat(sessions).hasSizeGreaterThanOrEqualTo(2);
        for (String session : sessions) {
            assertThat(Session.replay(session.lines().toList(), Path.of("."))).isEqualTo(session);
        }
    }
}
