// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final Pattern NAME = Pattern.compile(PREFIX + "(0|[1-9]\\d{0,4})");
    private static final int HIGHEST_NUMBER = 0xFFFF;

    private final QueueSockets sockets;
    private final Supervisor supervisor;
    private final Map<Integer, QueueSocket> byNumber = new TreeMap<>();
    private final Set<String> useless = new TreeSet<>();

    /** Takes possession of all descriptors, and closes those that are of no use. */
    Inheritance(QueueSockets sockets, Supervisor supervisor) {
        this.sockets = sockets;
        this.supervisor = supervisor;
        sockets.handedOver().forEach(this::add);
        // Not what is stored under the same name, and of use.
        byNumber.keySet().forEach(number -> useless.remove(name(number)));
        useless.forEach(supervisor::forget);
    }

    /** Under which the supervisor keeps the socket of a queue. */
    static String name(int queueNumber) {
        return PREFIX + queueNumber;
    }

    private void add(HandedOver descriptor) {
        Optional<QueueSocket> socket = sockets.adoption().apply(descriptor.descriptor());
        OptionalInt number = number(descriptor.name());
        if (socket.isEmpty() || number.isEmpty()) {
            LOG.warn("the supervisor handed over {}, which is no socket of a queue; it is closed", descriptor.name());
            socket.ifPresent(QueueSocket::close);
            useless.add(descriptor.name());
            return;
        }
        supervisor.keeps(descriptor.name());
        QueueSocket twin = byNumber.put(number.getAsInt(), socket.get());
        if (twin != null) {
            LOG.warn("the supervisor handed over {} twice; the first is closed", descriptor.name());
            twin.close();
        }
    }

    private static OptionalInt number(String name) {
        Matcher matcher = NAME.matcher(name);
        int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : HIGHEST_NUMBER + 1;
        return number <= HIGHEST_NUMBER ? OptionalInt.of(number) : OptionalInt.empty();
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
