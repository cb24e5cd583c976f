// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import java.io.IOException;
import java.time.Duration;

/** Something that the daemon can be asked or told. For several threads at once. */
public interface ControlCommand {
    /** The first word of the line. */
    String verb();

    /** What may follow, as people write it: {@code [dry-run]}; {@code json} goes without saying. Nothing, if left out. */
    default String synopsis() {
        return "";
    }

    /** One line for people. */
    String description();

    Permission permission();

    /** How long it may take, from the line to the last octet that the client reads. */
    default Duration limit() {
        return Duration.ofSeconds(30);
    }

    /** How many clients may wait for it at once. */
    default int mostAtOnce() {
        return ControlServer.MOST_CONNECTIONS;
    }

    /**
     * Answers, on a thread of the connection alone; an {@link IOException} of the answer, as when the client is gone, may pass.
     *
     * <p>What was answered before a refusal stays.
     */
    void answer(ControlRequest request, ControlAnswer answer)
            throws ControlException, IOException, InterruptedException;
}
