// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.ProbePlan;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeResult.Ending;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.probe.Strategy;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mssclamp probe}: what the path to a host carries, and where it goes black. */
@Command(
        description = {
            "Finds the path MTU to a host by packets that are not fragmented, without trusting ICMP.",
            "Names the rule to write. Needs root, or a group that sysctl net.ipv4.ping_group_range lets ping."
        },
        parameterListHeading = "%n",
        sortOptions = false,
        sortSynopsis = false)
final class Probe implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Mssclamp mssclamp;

    @Parameters(paramLabel = "HOST", description = "By name or address.")
    @SuppressWarnings("NullAway.Init") // required
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Arguments.Port.class,
            description = "A TCP port to connect to: sends it one full segment, of empty lines.")
    private @Nullable Integer port;

    @Option(
            names = "--search",
            paramLabel = "HOW",
            converter = Arguments.Search.class,
            description = "How to go from size to size: binary, linear or hybrid (default binary).")
    private Strategy search = Strategy.BINARY;

    @Option(names = "--trace", description = "Ask each hop on the way, and name the one that is silent.")
    private boolean trace;

    @Option(
            names = "--via",
            paramLabel = "IF",
            converter = Arguments.InterfaceName.class,
            description = "Interface to send by (default: as the routes say).")
    private @Nullable String via;

    @Option(
            names = "--mark",
            paramLabel = "N",
            converter = Arguments.Mark.class,
            description = "Mark of the packets (default 0).")
    private int mark;

    @Option(
            names = "--max-mtu",
            paramLabel = "N",
            converter = Arguments.MaxMtu.class,
            description = "The largest size to try (default: what the interface carries).")
    private @Nullable Integer maxMtu;

    @ArgGroup
    private @Nullable OneFamily family;

    /** At most one of both. */
    static final class OneFamily {
        @Option(names = "-4", description = "Probe an IPv4 address of the host.")
        private boolean ipv4;

        @Option(names = "-6", description = "Probe an IPv6 address of the host.")
        private boolean ipv6;
    }

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        ProbeTarget target = new ProbeTarget(
                new HostArgument(host).address(family()), optional(port), Optional.ofNullable(via), mark);
        ProbeResult result = probe(target);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(new ProbeJson(host, result).render());
        } else {
            out.print(new ProbeText(host, result, output.palette()).render());
        }
        return exitCode(result).code();
    }

    private ProbeResult probe(ProbeTarget target) throws StartException {
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            return mssclamp.host().probe(target, new ProbePlan(search, optional(maxMtu), trace), progress);
        }
    }

    private Optional<Family> family() {
        if (family != null && family.ipv4) {
            return Optional.of(Family.IPV4);
        }
        return family != null && family.ipv6 ? Optional.of(Family.IPV6) : Optional.empty();
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static ExitCode exitCode(ProbeResult result) {
        if (result.ending() == Ending.UNREACHABLE) {
            return ExitCode.UNAVAILABLE;
        }
        return result.ending() == Ending.UNSTEADY || result.isBlackHole() || result.isContradicted()
                ? ExitCode.PROBLEM
                : ExitCode.OK;
    }
}
