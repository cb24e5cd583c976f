// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.FormatException;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.packet.Family;
import org.mssclamp.path.Model;
import org.mssclamp.path.Scenario;
import org.mssclamp.rule.Action;
import org.mssclamp.tunnel.TunnelStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp model}: what tunnels over a path leave to TCP, and what a wrong MSS costs. */
@Command(
        description = {
            "Computes what tunnels over a path leave to TCP: MTU, MSS, payload, throughput, and what a wrong MSS costs.",
            "With search, how long it takes to find a path MTU, and how well it is found."
        },
        subcommands = ModelSearch.class,
        synopsisSubcommandLabel = "[search]",
        commandListHeading = "%nCommands:%n",
        sortOptions = false,
        sortSynopsis = false)
final class ModelPath implements Callable<Integer> {
    private static final int LARGEST_MSS = TunnelStack.MAX_PATH_MTU - 40;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"--mtu", "--path-mtu"},
            paramLabel = "N",
            converter = Arguments.PathMtu.class,
            description = "What the path outside carries (default " + TunnelStack.DEFAULT_PATH_MTU + ").")
    private int pathMtu = TunnelStack.DEFAULT_PATH_MTU;

    @Option(
            names = "--stack",
            paramLabel = "TUNNEL,...",
            description =
                    "The tunnels, the outermost first: pppoe,wireguard:outer=ipv6. \"mssclamp presets\" has them all with their parameters.")
    private @Nullable String stack;

    @Option(
            names = "--family",
            paramLabel = "ipv4|ipv6",
            converter = FamilyName.class,
            description = "What to draw and to compare (default ipv4, if the tunnels carry it).")
    private @Nullable Family family;

    @Option(
            names = "--timestamps",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Segments have the timestamps option, as they mostly do, or not (default: they do).")
    private boolean timestamps;

    @Option(names = "--mss", paramLabel = "N", converter = Mss.class, description = "An MSS to be judged.")
    private @Nullable Integer mss;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            converter = Quantities.Time.class,
            description = "Round-trip time (default 100ms).")
    private double rtt = Scenario.RTT_SECONDS;

    @Option(
            names = "--loss",
            paramLabel = "N%",
            converter = Quantities.Loss.class,
            description = "Share of packets that is lost (default 0.1%%).")
    private double loss = Scenario.LOSS;

    @Option(
            names = "--window",
            paramLabel = "OCTETS",
            converter = Quantities.Window.class,
            description = "The receive window, such as 65535 or 4MiB (default 1MiB).")
    private long window = Scenario.WINDOW_OCTETS;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    static final class FamilyName implements ITypeConverter<Family> {
        @Override
        public Family convert(String text) {
            for (Family family : Family.values()) {
                if (family.label().equals(text)) {
                    return family;
                }
            }
            throw Arguments.refusal(text, "an IP version, allowed ipv4, ipv6");
        }
    }

    static final class Mss implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Arguments.number(text, Action.FLOOR, LARGEST_MSS, "an MSS");
        }
    }

    @Override
    public Integer call() {
        Model model = Model.of(new Scenario(
                pathMtu,
                tunnels(),
                timestamps,
                mss == null ? OptionalInt.empty() : OptionalInt.of(mss),
                rtt,
                loss,
                window));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(new ModelJson(model).render());
        } else {
            out.print(new ModelText(model, shown(model), output.palette()).render());
        }
        return ExitCode.OK.code();
    }

    /** Not by a converter: of what it refuses picocli loses the hint. */
    private TunnelStack tunnels() {
        if (stack == null) {
            return TunnelStack.NONE;
        }
        try {
            return StackArgument.parse(stack);
        } catch (FormatException refused) {
            throw new ParameterException(spec.commandLine(), Arguments.message(refused), refused);
        }
    }

    private Family shown(Model model) {
        if (family != null) {
            return family;
        }
        return model.families().containsKey(Family.IPV4) || model.families().isEmpty() ? Family.IPV4 : Family.IPV6;
    }
}
