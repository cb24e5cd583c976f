// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import picocli.CommandLine.Option;

/** The options of every verb. */
final class OutputOptions {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--no-color", description = "No colours; without it, colours on a terminal unless NO_COLOR is set.")
    private boolean noColor;

    boolean json() {
        return json;
    }

    Palette palette() {
        return noColor ? Palette.PLAIN : Palette.ofTerminal();
    }
}
