// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

/**
 * What a daemon answered.
 *
 * @param exitCode what the verb is to end with
 * @param text the answer, or what is wrong if that is all there is to say
 * @param refused whether the text is what is wrong
 */
record ControlReply(int exitCode, String text, boolean refused) {
    private static final Pattern ERROR = Pattern.compile("error: (\\d{1,3}) (.*)", Pattern.DOTALL);
    private static final Pattern FAILING = Pattern.compile("failing: .*", Pattern.DOTALL);
    private static final Pattern JSON =
            Pattern.compile("\\{\"schema\":\\d+,\"exitCode\":(\\d{1,3}),.*", Pattern.DOTALL);

    /** Reads an answer; throws if there is none. */
    static ControlReply parse(String text) throws StartException {
        if (text.isEmpty()) {
            throw new StartException(
                    ExitCode.UNAVAILABLE,
                    "mssclamp: the daemon ended the connection\nhint: ask again if it was stopping");
        }
        Matcher error = ERROR.matcher(text);
        if (error.matches()) {
            return new ControlReply(Integer.parseInt(error.group(1)), error.group(2), true);
        }
        Matcher json = JSON.matcher(text);
        if (json.matches()) {
            return new ControlReply(Integer.parseInt(json.group(1)), text, false);
        }
        boolean failing = FAILING.matcher(text).matches();
        return new ControlReply(failing ? ExitCode.PROBLEM.code() : ExitCode.OK.code(), text, false);
    }
}
