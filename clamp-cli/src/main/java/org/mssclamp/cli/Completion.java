// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mssclamp.daemon.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mssclamp completion}: what has a shell complete our verbs and options. */
@Command(
        description = "Prints what has a shell complete verbs and options.",
        parameterListHeading = "%n",
        footerHeading = "%nExample:%n",
        footer = "  source <(mssclamp completion bash)")
final class Completion implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh", converter = ShellName.class, description = "The shell.")
    @SuppressWarnings("NullAway.Init") // required
    private Shell shell;

    /** A shell that can complete. */
    enum Shell {
        BASH {
            @Override
            String script(CommandSpec command) {
                // Which is sourced, not run.
                return AutoComplete.bash(command.name(), command.commandLine()).replaceFirst("\\A#!.*\n", "");
            }
        },
        /** By the functions that zsh has for those of bash. As a file of fpath it is the function itself. */
        ZSH {
            @Override
            String script(CommandSpec command) {
                String name = command.name();
                return "#compdef " + name + "\n" + BASH.script(command)
                        + "if [ \"${funcstack[1]}\" = _" + name + " ]; then\n"
                        + "  _bash_complete -o default -F _complete_" + name + "\n"
                        + "fi\n";
            }
        };

        abstract String script(CommandSpec command);

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final class ShellName implements ITypeConverter<Shell> {
        @Override
        public Shell convert(String text) {
            return Stream.of(Shell.values())
                    .filter(shell -> shell.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> Arguments.refusal(text, "a shell, allowed bash, zsh"));
        }
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(shell.script(spec.root()));
        return ExitCode.OK.code();
    }
}
