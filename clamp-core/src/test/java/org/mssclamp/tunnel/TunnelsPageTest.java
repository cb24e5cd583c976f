// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/tunnels.md to the table of presets. */
class TunnelsPageTest {
    private static final Path PAGE = Path.of("../docs/tunnels.md");
    private static final String BEGIN = "<!-- From the table of presets; a test compares. -->\n";

    /** What the page should say; copy it over the page after a change of the table. */
    private static final Path PRINTED = Path.of("target/tunnels.md");

    @Test
    void saysWhatTheTableSays() throws IOException {
        String page = Files.readString(PAGE);
        String printed = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + stacks() + presets();
        Files.writeString(PRINTED, printed);

        assertThat(page).isEqualTo(printed);
    }

    private static String stacks() {
        return "\n## Stacks\n\n"
                + stack("WireGuard over a PPPoE line", tunnel("pppoe"), tunnel("wireguard"))
                + stack(
                        "WireGuard over IPv6 over a PPPoE line, its interface left at 1420",
                        tunnel("pppoe"),
                        tunnel("wireguard", Map.of("outer", "ipv6", "mtu", "1420")))
                + stack("GRE over IPsec", tunnel("ipsec-esp"), tunnel("gre"))
                + stack(
                        "GRE over IPsec in transport mode",
                        tunnel("ipsec-esp", Map.of("mode", "transport")),
                        tunnel("gre"))
                + stack(
                        "L2TP over IPsec behind a NAT",
                        tunnel(
                                "ipsec-esp",
                                Map.of("mode", "transport", "cipher", "aes-cbc-sha1-96", "nat-traversal", "true")),
                        tunnel("l2tp"))
                + stack("DS-Lite over a PPPoE line", tunnel("pppoe"), tunnel("ds-lite"))
                + stack(
                        "VXLAN with tagged frames over WireGuard",
                        tunnel("wireguard"),
                        tunnel("vxlan"),
                        tunnel("vlan"));
    }

    private static String stack(String title, Tunnel... tunnels) {
        TunnelStack stack = TunnelStack.of(List.of(tunnels));
        return title + ": `" + stack + "`\n\n" + arithmetic(stack) + "\n";
    }

    private static String presets() {
        StringBuilder text = new StringBuilder("## Tunnels\n");
        for (Preset preset : Presets.all()) {
            text.append("\n### ")
                    .append(preset.title())
                    .append(": `")
                    .append(preset.name())
                    .append("`\n\n");
            text.append(arithmetic(TunnelStack.of(List.of(preset.tunnel()))));
            text.append(parameters(preset));
            text.append("\nCarries ")
                    .append(carried(preset))
                    .append(".\n\n")
                    .append(preset.note())
                    .append("\n\nSource: ")
                    .append(preset.source())
                    .append(".\n");
        }
        return text.toString();
    }

    private static String arithmetic(TunnelStack stack) {
        return "```\n" + String.join("\n", stack.arithmetic(TunnelStack.DEFAULT_PATH_MTU)) + "\n```\n";
    }

    private static String carried(Preset preset) {
        return preset.tunnel().carried().stream().sorted().map(Payload::label).collect(Collectors.joining(", "));
    }

    private static String parameters(Preset preset) {
        if (preset.parameters().isEmpty()) {
            return "";
        }
        List<String> rows = new ArrayList<>(List.of("", "| parameter | allowed | default | |", "|---|---|---|---|"));
        for (Parameter parameter : preset.parameters()) {
            rows.add("| `" + parameter.key() + "` | " + parameter.values().allowed() + " | "
                    + parameter.standard().orElse("none") + " | " + parameter.meaning() + " |");
        }
        return String.join("\n", rows) + "\n";
    }

    private static Tunnel tunnel(String name) {
        return tunnel(name, Map.of());
    }

    private static Tunnel tunnel(String name, Map<String, String> written) {
        return Presets.named(name).orElseThrow().tunnel(written);
    }
}
