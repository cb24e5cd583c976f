// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.TunnelTypes;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mssclamp presets}: the tunnels that rules can name, and what they leave of a path. */
@Command(
        description = "Lists the tunnels that rules can name, and what they leave of a path.",
        parameterListHeading = "%n")
final class ListPresets implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Show all there is to know of these; none is a table of all.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private List<String> names = List.of();

    @Option(
            names = "--path-mtu",
            paramLabel = "N",
            converter = Arguments.PathMtu.class,
            description = "What the path outside carries (default " + TunnelStack.DEFAULT_PATH_MTU + ").")
    private int pathMtu = TunnelStack.DEFAULT_PATH_MTU;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        List<Preset> presets = names.isEmpty()
                ? Presets.all()
                : names.stream().map(this::preset).toList();
        List<PresetFigures> figures = presets.stream()
                .map(preset -> PresetFigures.of(preset, pathMtu))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(new PresetJson(pathMtu, figures).render());
        } else {
            PresetText text = new PresetText(pathMtu, figures, output.palette());
            out.print(names.isEmpty() ? text.table() : text.details());
        }
        return ExitCode.OK.code();
    }

    /** Not by a converter: of a name that it refuses picocli only says that it is one too many. */
    private Preset preset(String name) {
        try {
            return TunnelTypes.parse(name);
        } catch (FormatException e) {
            throw new ParameterException(spec.commandLine(), Arguments.message(e), e);
        }
    }
}
