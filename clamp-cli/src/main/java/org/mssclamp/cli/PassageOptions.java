// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import org.mssclamp.rule.Interface;
import picocli.CommandLine.Option;

/** The options that say how packets of a capture pass the gateway. */
final class PassageOptions {
    @Option(
            names = "--in",
            paramLabel = "IF",
            converter = Arguments.InterfaceName.class,
            description = "Interface the packets come in by.")
    private String in = Interface.NONE.name();

    @Option(
            names = "--out",
            paramLabel = "IF",
            converter = Arguments.InterfaceName.class,
            description = "Interface they leave by.")
    private String out = Interface.NONE.name();

    @Option(
            names = "--mark",
            paramLabel = "N",
            converter = Arguments.Mark.class,
            description = "Their mark (default 0).")
    private int mark;

    Passage passage() {
        return new Passage(in, out, mark);
    }
}
