// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * What the daemon was told.
 *
 * @param task what to do
 * @param config the configuration file
 * @param observe whether nothing is to be changed, whatever the rules say
 */
record CommandLine(Task task, Path config, boolean observe) {
    static final String USAGE = """
            usage: mssclampd [-c FILE] [--observe] [--check | --rehearse]
              -c, --config FILE   configuration (default /etc/mssclamp/mssclamp.yaml)
                  --observe       count what would be done; change and drop nothing
                  --check         read the configuration, say what is wrong with it, and exit
                  --rehearse      do all of a start but take the queues, and exit
                  --version       print the version and exit
              -h, --help          print this and exit
            signals: HUP reads the configuration again; TERM and INT answer what is queued and exit with 0,
                     but TERM leaves a queue with on-failure: hold to the next start\
            """;

    /** What a run of the program is for. */
    enum Task {
        SERVE,
        CHECK,
        REHEARSE,
        VERSION,
        HELP
    }

    static CommandLine parse(String... arguments) throws StartException {
        EnumSet<Task> tasks = EnumSet.noneOf(Task.class);
        Path config = ConfigFile.DEFAULT_PATH;
        boolean observe = false;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            switch (argument) {
                case "-c", "--config" -> {
                    i++;
                    if (i == arguments.length) {
                        throw usage("option " + argument + " needs a file");
                    }
                    config = path(arguments[i]);
                }
                case "--observe" -> observe = true;
                case "--check" -> tasks.add(Task.CHECK);
                case "--rehearse" -> tasks.add(Task.REHEARSE);
                case "--version" -> tasks.add(Task.VERSION);
                case "-h", "--help" -> tasks.add(Task.HELP);
                default -> {
                    if (!argument.startsWith("--config=")) {
                        throw usage("unknown argument: " + argument);
                    }
                    config = path(argument.substring("--config=".length()));
                }
            }
        }
        if (tasks.size() > 1) {
            throw usage("one of --check, --rehearse, --version and --help at a time");
        }
        return new CommandLine(tasks.isEmpty() ? Task.SERVE : tasks.iterator().next(), config, observe);
    }

    private static Path path(String text) throws StartException {
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw usage("not a path: " + text);
        }
    }

    private static StartException usage(String what) {
        return new StartException(ExitCode.USAGE, what + "\n" + USAGE);
    }
}
