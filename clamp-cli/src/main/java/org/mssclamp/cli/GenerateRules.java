// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mssclamp rules generate}: the kernel's rules for a configuration, which somebody else applies. */
@Command(
        name = "generate",
        description = {
            "Prints commands that have the kernel hand SYNs to the daemon, and applies none.",
            "Applied again they change nothing; made anew with other options or another configuration they replace the"
                    + " old ones."
        },
        sortOptions = false,
        sortSynopsis = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mssclamp rules generate --backend iptables >rules && sudo sh -e rules",
            "  mssclamp rules generate --backend iptables --remove >rules && sudo sh -e rules",
            "  mssclamp rules generate --backend nft --safety-net >rules && sudo nft -f rules"
        })
final class GenerateRules implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final FirewallOptions firewall = new FirewallOptions();

    @Option(names = "--remove", description = "Print what undoes it, whatever the options and the configuration were.")
    private boolean remove;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The daemon's configuration, which says the queue, its on-failure and its mark; - is standard"
                    + " input (default /etc/mssclamp/mssclamp.yaml, or queue 0 and pass if that is not there).")
    private @Nullable Path config;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        Optional<String> contradiction = firewall.contradiction();
        if (contradiction.isPresent()) {
            throw new ParameterException(spec.commandLine(), contradiction.get());
        }
        if (remove) {
            RuleRemoval removal = new RuleRemoval(firewall.families(), firewall.backend());
            return print(removal.text(), removal.json());
        }
        if (config == null && Files.notExists(ConfigFile.DEFAULT_PATH)) {
            FedQueues fed = FedQueues.unconfigured(firewall.queues());
            spec.commandLine()
                    .getErr()
                    .println(fed.origin() + ": the daemon needs a configuration with queue " + fed.numbers()
                            + ", or nobody answers what comes there");
            return print(fed);
        }
        ConfigArgument argument = new ConfigArgument(config == null ? ConfigFile.DEFAULT_PATH : config);
        ParseResult parsed = argument.parse();
        if (parsed instanceof ParseResult.Accepted accepted) {
            return print(FedQueues.of(argument.name(), accepted.configuration().queues(), firewall.queues()));
        }
        parsed.problems().forEach(spec.commandLine().getErr()::println);
        return ExitCode.CONFIG.code();
    }

    private int print(FedQueues fed) throws StartException {
        GeneratedRules generated = new GeneratedRules(fed, firewall.rules(fed), firewall.backend());
        return print(generated.text(), generated.json());
    }

    private int print(String text, String json) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(json);
        } else {
            out.print(text);
        }
        return ExitCode.OK.code();
    }
}
