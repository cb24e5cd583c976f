// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

/**
 * An answer that goes on: its lines, printed as they come.
 *
 * <p>Of several blank lines it prints one or none: by them the daemon finds out whether anybody listens.
 *
 * @param keepsBlank whether it prints one
 * @param last what only the line matches that ends a whole answer
 */
record ControlLines(PrintWriter out, boolean keepsBlank, Pattern last) {
    private static final String ERROR = "error: ";
    private static final ControlReply END = new ControlReply(ExitCode.OK.code(), "", false);
    /** Lines between two looks at whether anybody reads what is printed, if there are always more. */
    private static final int LINES_UNSEEN = 64;

    /** Prints up to the end, or until nobody reads what is printed; returns what the verb is to end with. */
    ControlReply print(BufferedReader answer) throws IOException, StartException {
        boolean wasBlank = true;
        boolean isWhole = false;
        long count = 0;
        for (@Nullable String line = answer.readLine(); line != null; line = answer.readLine()) {
            if (line.startsWith(ERROR)) {
                return ControlReply.parse(rest(line, answer));
            }
            if (!line.isEmpty() || (keepsBlank && !wasBlank)) {
                out.println(line);
            }
            wasBlank = line.isEmpty();
            isWhole = last.matcher(line).matches();
            count++;
            if ((count % LINES_UNSEEN == 0 || !answer.ready()) && out.checkError()) {
                return END;
            }
        }
        if (!isWhole) {
            throw brokenOff();
        }
        return END;
    }

    private static StartException brokenOff() {
        return new StartException(
                ExitCode.UNAVAILABLE,
                "mssclamp: the daemon broke off\nhint: it was stopping, or nobody read what it said for half a minute");
    }

    private static String rest(String first, BufferedReader answer) throws IOException {
        StringBuilder text = new StringBuilder(first).append('\n');
        for (@Nullable String line = answer.readLine(); line != null; line = answer.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
