// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.Optional;

/** Sends probes of one size and hears what comes of them: an answer may be that to any of them. Not thread-safe. */
public interface ProbeSocket extends AutoCloseable {
    /**
     * Sends one packet that no router may fragment, whatever the kernel believes of the path.
     *
     * <p>One that does not leave is told by {@link #await} if its size is why, and is like a lost one if not. Throws
     * {@link org.mssclamp.channel.ErrnoException} if none can ever leave.
     */
    void send();

    /** The next answer; empty if there is none in time. */
    Optional<ProbeAnswer> await(Duration patience);

    @Override
    void close();
}
