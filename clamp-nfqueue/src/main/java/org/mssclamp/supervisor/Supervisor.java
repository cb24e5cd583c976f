// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.supervisor;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.mssclamp.netlink.Errno;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who started this process and minds it; without one, nothing is said to anybody. For any thread.
 *
 * <p>A message that cannot be sent is logged and does no more harm.
 */
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Optional<SupervisorSocket> socket;
    /** Descriptors that it says it keeps; empty if it does not say. */
    private final OptionalInt room;

    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final LongSupplier monotonicNs;
    /** Half the time in which it wants to hear of us; 0 if it does not. */
    private final long aliveNs;

    private final AtomicLong lastAliveNs;

    private Supervisor(Optional<SupervisorSocket> socket, OptionalInt room, LongSupplier monotonicNs, long aliveNs) {
        this.socket = socket;
        this.room = room;
        this.monotonicNs = monotonicNs;
        this.aliveNs = aliveNs;
        lastAliveNs = new AtomicLong(monotonicNs.getAsLong());
    }

    /**
     * The one that the environment names.
     *
     * @param environment of this process
     * @param pid of this process
     * @param sockets opens one to an address: a path, or a name after {@code @}; empty if that cannot be
     * @param monotonicNs the time by CLOCK_MONOTONIC
     */
    public static Supervisor of(
            Map<String, String> environment,
            long pid,
            Function<String, Optional<SupervisorSocket>> sockets,
            LongSupplier monotonicNs) {
        Optional<SupervisorSocket> socket =
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).flatMap(sockets);
        return new Supervisor(socket, room(environment), monotonicNs, watchdogMicros(environment, pid) * 1000 / 2);
    }

    /** systemd says it from 254 on, and only if there is any. */
    private static OptionalInt room(Map<String, String> environment) {
        String count = environment.getOrDefault("FDSTORE", "");
        return count.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(count)) : OptionalInt.empty();
    }

    /** As sd_watchdog_enabled(3) has it; 0 if it does not want to hear of us. */
    private static long watchdogMicros(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        return whose.equals(Long.toString(pid)) && micros.matches("\\d{1,15}") ? Long.parseLong(micros) : 0;
    }

    /** All that was asked for, start or reload, is done. */
    public void ready(String status) {
        tell("READY=1\n" + statusLine(status));
    }

    /** A reload begins; {@link #ready} ends it. */
    public void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + monotonicNs.getAsLong() / 1000);
    }

    /** The process is about to end. */
    public void stopping() {
        tell("STOPPING=1");
    }

    /** One line about how things are. */
    public void status(String status) {
        tell(statusLine(status));
    }

    /** The process still does its work: told as often as the supervisor wants to hear it, however often we say so. */
    public void alive() {
        long now = monotonicNs.getAsLong();
        long last = lastAliveNs.get();
        if (aliveNs > 0 && now - last >= aliveNs && tell("WATCHDOG=1")) {
            lastAliveNs.set(now);
        }
    }

    private static String statusLine(String status) {
        return "STATUS=" + status.replace('\n', ' ');
    }

    /**
     * Has it keep a descriptor for our successor.
     *
     * @param name of letters, digits and {@code -}
     * @return whether it keeps it, as far as {@linkplain #saysWhatItKeeps can be known}
     */
    public boolean store(String name, int descriptor) {
        if (socket.isEmpty() || (room.isPresent() && kept.size() >= room.getAsInt())) {
            return false;
        }
        // FDPOLL=0: it is not to let go of a socket because that reports an error.
        String message = "FDSTORE=1\nFDNAME=" + name + "\nFDPOLL=0";
        boolean stored = sent(socket.get().send(message, descriptor), message);
        if (stored) {
            kept.add(name);
        }
        return stored;
    }

    /** Takes note that it keeps something under this name: it was handed over. */
    public void keeps(String name) {
        kept.add(name);
    }

    /** Whether it says how much it keeps; one that does not may keep nothing. */
    public boolean saysWhatItKeeps() {
        return room.isPresent();
    }

    /** Has it close all that it keeps under this name. */
    public void forget(String name) {
        kept.remove(name);
        tell("FDSTOREREMOVE=1\nFDNAME=" + name);
    }

    private boolean tell(String message) {
        return socket.isPresent() && sent(socket.get().send(message), message);
    }

    private static boolean sent(int result, String message) {
        if (result != 0) {
            LOG.warn("cannot tell the supervisor {}: {}", message.replace('\n', ' '), Errno.name(-result));
        }
        return result == 0;
    }
}
