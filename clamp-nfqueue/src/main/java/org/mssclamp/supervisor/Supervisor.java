// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.supervisor;

import java.util.Map;
import java.util.Optional;
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
    private final boolean stores;
    private final LongSupplier monotonicNs;
    /** Half the time in which it wants to hear of us; 0 if it does not. */
    private final long aliveNs;

    private final AtomicLong lastAliveNs;

    private Supervisor(Optional<SupervisorSocket> socket, boolean stores, LongSupplier monotonicNs, long aliveNs) {
        this.socket = socket;
        this.stores = stores;
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
        // systemd before 254 does not say how many descriptors it stores.
        boolean stores = socket.isPresent() && !"0".equals(environment.get("FDSTORE"));
        return new Supervisor(socket, stores, monotonicNs, watchdogMicros(environment, pid) * 1000 / 2);
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
        if (aliveNs > 0 && now - last >= aliveNs && lastAliveNs.compareAndSet(last, now)) {
            tell("WATCHDOG=1");
        }
    }

    private static String statusLine(String status) {
        return "STATUS=" + status.replace('\n', ' ');
    }

    /**
     * Has it keep a descriptor for our successor.
     *
     * @param name of letters, digits and {@code -}
     * @return whether it keeps it, as far as can be known
     */
    public boolean store(String name, int descriptor) {
        // FDPOLL=0: it is not to let go of a socket because that reports an error.
        String message = "FDSTORE=1\nFDNAME=" + name + "\nFDPOLL=0";
        return stores && sent(socket.map(to -> to.send(message, descriptor)).orElse(-Errno.ENOENT), message);
    }

    /** Has it close all that it keeps under this name. */
    public void forget(String name) {
        tell("FDSTOREREMOVE=1\nFDNAME=" + name);
    }

    private void tell(String message) {
        socket.ifPresent(to -> sent(to.send(message), message));
    }

    private static boolean sent(int result, String message) {
        if (result != 0) {
            LOG.warn("cannot tell the supervisor {}: {}", message.replace('\n', ' '), Errno.name(-result));
        }
        return result == 0;
    }
}
