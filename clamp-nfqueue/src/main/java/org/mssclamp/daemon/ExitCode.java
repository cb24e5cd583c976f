// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

/** What a process of ours ends with: numbers of {@code sysexits.h}, and above 128 that and the number of a signal. */
public enum ExitCode {
    OK(0, "all is well"),
    PROBLEM(1, "a problem was found"),
    USAGE(64, "the command line is wrong"),
    NO_INPUT(66, "a file to read is not there or not readable"),
    UNAVAILABLE(69, "no Java 17 or later was found, or no daemon, or the host to probe, can be reached"),
    SOFTWARE(70, "a defect in mssclamp, or a thread of the daemon that was stuck"),
    SYSTEM(
            71,
            "the operating system refused: a queue or the control socket is taken, NFQUEUE is missing, memory is short"),
    NO_PERMISSION(77, "CAP_NET_ADMIN is missing, or the daemon does not listen to this user"),
    CONFIG(78, "the configuration has errors, or anyone may change it"),
    INTERRUPTED(130, "SIGINT, as from Ctrl-C, ended the command"),
    TERMINATED(143, "SIGTERM ended the command");

    private final int code;
    private final String description;

    ExitCode(int code, String description) {
        this.code = code;
        this.description = description;
    }

    public int code() {
        return code;
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
