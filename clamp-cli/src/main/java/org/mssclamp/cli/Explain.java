// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.explain.ExplanationJson;
import org.mssclamp.explain.ExplanationText;
import org.mssclamp.explain.Reply;
import org.mssclamp.status.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mssclamp explain}: which rule decides a packet, which it passed over and why, and what comes of it. */
@Command(
        description =
                "Shows which rule decides a packet, which rules pass it over and why, and what becomes of its MSS.",
        sortOptions = false,
        sortSynopsis = false)
final class Explain implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Mssclamp mssclamp;

    @Mixin
    private final PacketOptions packet = new PacketOptions();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; - is standard input (default /etc/mssclamp/mssclamp.yaml).")
    private Path config = ConfigFile.DEFAULT_PATH;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws StartException {
        if (packet.mixesFamilies()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from and --to are of different families, allowed two of IPv4 or two of IPv6");
        }
        ConfigArgument argument = new ConfigArgument(config);
        ParseResult parsed = argument.parse();
        if (parsed instanceof ParseResult.Accepted accepted) {
            explain(argument.name(), accepted.configuration());
            return ExitCode.OK.code();
        }
        parsed.problems().forEach(spec.commandLine().getErr()::println);
        return ExitCode.CONFIG.code();
    }

    private void explain(String file, Configuration configuration) throws StartException {
        Question question = packet.question();
        Reply reply = question.askOf(configuration, mssclamp.host());
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("file", file);
            members.putAll(new ExplanationJson(question.explained(), reply).members());
            out.println(Json.render(members));
        } else {
            out.print(new ExplanationText(question.explained(), reply, output.palette()).render());
        }
    }
}
