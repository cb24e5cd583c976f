// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.channel.QueueSocket;
import org.mssclamp.supervisor.HandedOver;
import org.mssclamp.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of a predecessor that the supervisor kept, each until it is taken. For the daemon's main thread. */
final class Inheritance {
    private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);

    private static final String PREFIX = "queue-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,5})");

    private final QueueSockets sockets;
    private final Supervisor supervisor;
    private final Map<Integer, QueueSocket> byNumber = new TreeMap<>();

    /** Takes possession of all descriptors, and closes those that are of no use. */
    Inheritance(QueueSockets sockets, Supervisor supervisor) {
        this.sockets = sockets;
        this.supervisor = supervisor;
        sockets.handedOver().forEach(this::add);
    }

    /** Under which the supervisor keeps the socket of a queue. */
    static String name(int queueNumber) {
        return PREFIX + queueNumber;
    }

    private void add(HandedOver descriptor) {
        Optional<QueueSocket> socket = sockets.adoption().apply(descriptor.descriptor());
        Matcher name = NAME.matcher(descriptor.name());
        if (socket.isEmpty() || !name.matches()) {
            LOG.warn("the supervisor handed over {}, which is no socket of a queue; it is closed", descriptor.name());
            socket.ifPresent(QueueSocket::close);
            supervisor.forget(descriptor.name());
            return;
        }
        QueueSocket twin = byNumber.put(Integer.valueOf(name.group(1)), socket.get());
        if (twin != null) {
            LOG.warn("the supervisor handed over {} twice; the first is closed", descriptor.name());
            twin.close();
        }
    }

    /** The socket of this queue, if there is one; the caller owns it. */
    Optional<QueueSocket> take(int queueNumber) {
        return Optional.ofNullable(byNumber.remove(queueNumber));
    }

    /** Takes what is left, by queue number. */
    Map<Integer, QueueSocket> takeRest() {
        Map<Integer, QueueSocket> rest = new TreeMap<>(byNumber);
        byNumber.clear();
        return rest;
    }
}
