// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;
import org.mssclamp.dialect.Dialect;
import org.mssclamp.dialect.Translation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mssclamp import}: what others say of the MSS, as a configuration of ours. */
@Command(
        description = {
            "Prints a configuration that clamps as rules of another program do.",
            "Above each rule stands the line that it was made from. What could not be carried over is said there and on"
                    + " standard error; then the exit code is 1."
        },
        sortOptions = false,
        sortSynopsis = false,
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  iptables-save | mssclamp import >mssclamp.yaml",
            "  sudo nft list ruleset | mssclamp import --from nft -",
            "  mssclamp import /etc/openvpn/server.conf"
        })
final class Import implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The text; - or none is standard input.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Path file = TextArgument.STANDARD_INPUT;

    @Option(
            names = "--from",
            paramLabel = "DIALECT",
            converter = DialectName.class,
            completionCandidates = DialectNames.class,
            description = "What the text is: ${COMPLETION-CANDIDATES} (default what it looks like).")
    private @Nullable Dialect from;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** One {@link Dialect}. */
    static final class DialectName implements ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String text) {
            return Dialect.labelled(text)
                    .orElseThrow(() -> new TypeConversionException(
                            '"' + text + "\" is not a dialect, allowed " + Import.labels()));
        }
    }

    /** What may be written. */
    static final class DialectNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Dialect.values()).map(Dialect::label).iterator();
        }
    }

    @Override
    public Integer call() throws StartException {
        TextArgument argument = new TextArgument(file);
        String text = argument.read();
        Dialect dialect = from == null ? recognised(argument, text) : from;
        Translation translation = Translation.of(argument.name(), dialect, text);
        if (translation.entries().isEmpty()) {
            throw new StartException(
                    ExitCode.CONFIG,
                    argument.name() + ": nothing in it clamps an MSS, taken for " + dialect.label()
                            + "\nhint: if it is something else, say what by --from, allowed " + labels());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(new TranslationJson(translation).text());
        } else {
            out.print(translation.yaml());
        }
        translation.losses().forEach(spec.commandLine().getErr()::println);
        return (translation.losses().isEmpty() ? ExitCode.OK : ExitCode.PROBLEM).code();
    }

    private static Dialect recognised(TextArgument argument, String text) throws StartException {
        return Dialect.of(text)
                .orElseThrow(() -> new StartException(
                        ExitCode.CONFIG,
                        argument.name() + ": nothing in it looks like a way to clamp an MSS"
                                + "\nhint: say what it is by --from, allowed " + labels()));
    }

    private static String labels() {
        return String.join(", ", new DialectNames());
    }
}
