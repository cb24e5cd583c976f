// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.daemon.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command's main program: finds the verb, and turns what it throws into an exit code. */
@Command(
        name = "mssclamp",
        description =
                "Checks and explains the rules of mssclampd, which clamps the MSS of TCP handshakes, and asks it how it is.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        versionProvider = Mssclamp.VersionLine.class)
public final class Mssclamp implements Runnable {
    private static final Set<ExitCode> EXITS = EnumSet.of(
            ExitCode.OK,
            ExitCode.PROBLEM,
            ExitCode.USAGE,
            ExitCode.NO_INPUT,
            ExitCode.UNAVAILABLE,
            ExitCode.SOFTWARE,
            ExitCode.SYSTEM,
            ExitCode.NO_PERMISSION,
            ExitCode.CONFIG,
            ExitCode.INTERRUPTED,
            ExitCode.TERMINATED);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Host host;

    private Mssclamp(Host host) {
        this.host = host;
    }

    /** The machine that the verbs ask. */
    Host host() {
        return host;
    }

    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"mssclamp " + Version.CURRENT};
        }
    }

    /** Ends the process with a number of {@link ExitCode}. */
    public static void main(String[] arguments) {
        // What there is to say, the verbs say; a log to be set up would take longer than most of them.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        // Whatever the locale: JSON is UTF-8, and so are the files that are quoted.
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
        int code = run(new LinuxHost(), out, err, arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one command line; returns the exit code. */
    static int run(Host host, PrintWriter out, PrintWriter err, String... arguments) {
        try {
            // picocli takes long to read the options of all.
            return commandLine(host, out, err, Verb.of(arguments)).execute(arguments);
        } catch (OutOfMemoryError tooSmall) {
            err.println("mssclamp: not enough memory; give more by -Xmx in MSSCLAMP_JAVA_OPTS");
            return ExitCode.SYSTEM.code();
        }
    }

    /** The verbs, their options and arguments. */
    static CommandSpec specification() {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return commandLine(new LinuxHost(), nobody, nobody, Verb.of()).getCommandSpec();
    }

    private static CommandLine commandLine(Host host, PrintWriter out, PrintWriter err, List<Verb> verbs) {
        CommandLine command = new CommandLine(new Mssclamp(host));
        verbs.forEach(verb -> command.addSubcommand(verb.label(), verb.command()));
        command.setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler((refused, line) -> misuse(refused))
                .setExecutionExceptionHandler((failure, failed, line) -> failure(failure, failed));
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        group(command, new OptionGroups("packet", "The packet"));
        return command;
    }

    private static void group(CommandLine command, OptionGroups groups) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, groups);
        command.getSubcommands().values().forEach(verb -> group(verb, groups));
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode exit : EXITS) {
            codes.put(Integer.toString(exit.code()), exit.description());
        }
        return codes;
    }

    /** Without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    private static int misuse(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + message(refused));
        if (refused instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream()
                    .findFirst()
                    .ifPresent(meant -> err.println("hint: did you mean \"" + meant + "\"?"));
        }
        err.println("See " + name + " --help");
        return ExitCode.USAGE.code();
    }

    private static String message(ParameterException refused) {
        return refused instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? "Unknown argument: '" + unmatched.getUnmatched().get(0) + "'"
                : String.valueOf(refused.getMessage());
    }

    private static int failure(Exception failure, CommandLine failed) {
        PrintWriter err = failed.getErr();
        if (failure instanceof StartException refused) {
            err.println(refused.getMessage());
            return refused.exitCode().code();
        }
        err.println("this is a defect in mssclamp; please report it");
        failure.printStackTrace(err);
        return ExitCode.SOFTWARE.code();
    }
}
