// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What patients have in common.
 *
 * @param layout a copy with archives of classes: some hundred times a Java starts
 * @param rules a script that feeds the queue and clamps behind it, as the command prints it
 */
record Clinic(Layout layout, String rules) {
    static final String CONFIGURATION = """
            version: 1
            queues: [{ number: 0, max-length: 64, mark: 0x4/0x4 }]
            rules: [{ name: tunnel, match: { out: out0 }, mtu: 1400 }]
            """;

    /** Below a directory. */
    static Clinic open(Path directory) throws IOException, InterruptedException {
        Layout layout = Layout.copyTo(Files.createDirectory(directory.resolve("mssclamp")));
        String file = Files.writeString(directory.resolve("gateway.yaml"), CONFIGURATION)
                .toString();
        said(layout, "mssclampd", "--rehearse", "-c", file);
        said(layout, "mssclamp", "--rehearse");
        String rules =
                said(layout, "mssclamp", "rules", "generate", "--backend", "iptables", "--safety-net", "-c", file);
        return new Clinic(layout, rules);
    }

    private static String said(Layout layout, String program, String... arguments)
            throws IOException, InterruptedException {
        Run run = layout.run(program, Map.of(), arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }
}
