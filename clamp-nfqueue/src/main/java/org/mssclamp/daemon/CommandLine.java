// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/**
 * What the daemon was told.
 *
 * @param task what to do
 * @param config the configuration file
 * @param observe whether nothing is to be changed, whatever the rules say
 * @param socket the path of the control socket, or {@value #OFF}; empty to go by the configuration
 */
record CommandLine(Task task, Path config, boolean observe, Optional<String> socket) {
    /** Instead of a path. */
    static final String OFF = "off";

    static final String USAGE = """
            usage: mssclampd [-c FILE] [--observe] [--socket PATH] [--check | --rehearse]
              -c, --config FILE   configuration (default /etc/mssclamp/mssclamp.yaml)
                  --observe       count what would be done; change and drop nothing
                  --socket PATH   control socket, whatever the configuration says; off for none
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
        Optional<String> socket = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            switch (argument) {
                case "-c", "--config" -> {
                    i++;
                    config = path(valueOf(argument, "a file", i, arguments));
                }
                case "--socket" -> {
                    i++;
                    socket = Optional.of(socket(valueOf(argument, "a path or off", i, arguments)));
                }
                case "--observe" -> observe = true;
                case "--check" -> tasks.add(Task.CHECK);
                case "--rehearse" -> tasks.add(Task.REHEARSE);
                case "--version" -> tasks.add(Task.VERSION);
                case "-h", "--help" -> tasks.add(Task.HELP);
                default -> {
                    if (argument.startsWith("--config=")) {
                        config = path(argument.substring("--config=".length()));
                    } else if (argument.startsWith("--socket=")) {
                        socket = Optional.of(socket(argument.substring("--socket=".length())));
                    } else {
                        throw usage("unknown argument: " + argument);
                    }
                }
            }
        }
        if (tasks.size() > 1) {
            throw usage("one of --check, --rehearse, --version and --help at a time");
        }
        return new CommandLine(tasks.isEmpty() ? Task.SERVE : tasks.iterator().next(), config, observe, socket);
    }

    private static String valueOf(String option, String what, int index, String... arguments) throws StartException {
        if (index == arguments.length) {
            throw usage("option " + option + " needs " + what);
        }
        return arguments[index];
    }

    private static String socket(String text) throws StartException {
        if (text.isEmpty()) {
            throw usage("option --socket needs a path or off");
        }
        return path(text).toString();
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
