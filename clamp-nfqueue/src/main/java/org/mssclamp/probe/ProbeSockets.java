// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;
import java.util.Optional;

/** Where sockets for probes are opened. What cannot be had throws {@link org.mssclamp.channel.ErrnoException}. */
public interface ProbeSockets {
    /** As many hops as a packet has at all. */
    int ALL_HOPS = 255;

    /** A socket for packets of so many octets, which are to go so many hops. TCP goes all, and wants a port. */
    ProbeSocket open(ProbeMethod method, ProbeTarget target, int octets, int hops);

    /** Whether this process may send by a method at all; if not, {@link #open} and {@link #connect} throw. */
    default boolean permits(ProbeMethod method, ProbeTarget target) {
        return true;
    }

    /** The MTU of the interface that packets leave by, whatever the route says. */
    int localMtu(ProbeTarget target);

    /** Connects to the target's port, and sends one full segment; empty if there is no answer in time. */
    Optional<TcpPath> connect(ProbeTarget target, Duration patience);
}
