// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.firewall.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp rules export}: a configuration as rules of the kernel's own, for gateways that need no daemon. */
@Command(
        name = "export",
        description = {
            "Prints commands that have the kernel clamp as a configuration says, without the daemon, and applies none.",
            "What the kernel cannot do is said in a comment and on standard error; then the exit code is 1."
        },
        sortOptions = false,
        sortSynopsis = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mssclamp rules export --backend iptables >rules && sudo sh -e rules",
            "  mssclamp rules export --backend nft >rules && sudo nft -f rules"
        })
final class ExportRules implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final FirewallPlace place = new FirewallPlace();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; - is standard input (default /etc/mssclamp/mssclamp.yaml).")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Path config = ConfigFile.DEFAULT_PATH;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        Optional<String> contradiction = place.contradiction();
        if (contradiction.isPresent()) {
            throw new ParameterException(spec.commandLine(), contradiction.get());
        }
        ConfigArgument argument = new ConfigArgument(config);
        ParseResult parsed = argument.parse();
        PrintWriter err = spec.commandLine().getErr();
        if (!(parsed instanceof ParseResult.Accepted accepted)) {
            parsed.problems().forEach(err::println);
            return ExitCode.CONFIG.code();
        }
        Configuration configuration = accepted.configuration();
        Export export = new Export(configuration.rules(), configuration.policy(), place.chains(), place.families());
        ExportedRules exported = new ExportedRules(
                argument.name(), place.backend(), place.backend().export(export));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(exported.json());
        } else {
            out.print(exported.text());
        }
        exported.losses().forEach(err::println);
        return (exported.losses().isEmpty() ? ExitCode.OK : ExitCode.PROBLEM).code();
    }
}
