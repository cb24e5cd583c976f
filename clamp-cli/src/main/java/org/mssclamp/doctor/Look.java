// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;

/** What was seen of a file or a command. */
public sealed interface Look {
    /** Its text. */
    record Seen(String text) implements Look {}

    /**
     * Nothing.
     *
     * @param absent whether there is no such file or program, and not only none for us
     */
    record Unseen(String why, boolean absent) implements Look {}

    /** None if nothing was seen. */
    default List<String> lines() {
        return this instanceof Seen seen ? seen.text().lines().toList() : List.of();
    }

    /** Throws if nothing was seen. */
    default String text() throws UnseenException {
        if (this instanceof Seen seen) {
            return seen.text();
        }
        throw new UnseenException(((Unseen) this).why());
    }

    /** Whether there is no such file or program. */
    default boolean isAbsent() {
        return this instanceof Unseen unseen && unseen.absent();
    }
}
