// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.mssclamp.channel.QueueSocket;
import org.mssclamp.supervisor.HandedOver;

/**
 * Where sockets for queues come from.
 *
 * @param opening opens a new one
 * @param adoption makes one of a descriptor; if that is none of such a socket, it closes it and answers with nothing
 * @param handedOver what the supervisor kept for us
 */
record QueueSockets(
        Supplier<QueueSocket> opening, IntFunction<Optional<QueueSocket>> adoption, List<HandedOver> handedOver) {}
