// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.QueueSocket;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueLimits;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.Routes;
import org.mssclamp.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue, its socket, its worker and the thread of that. For the daemon's main thread. */
final class LiveQueue {
    private static final Logger LOG = LoggerFactory.getLogger(LiveQueue.class);

    private static final long BEGIN_PAUSE_NANOS = 50_000;

    private final QueueSocket socket;
    private final boolean inherited;
    private QueueSettings settings;
    private QueueWorker worker;
    private @Nullable Thread thread;
    /** Whether the supervisor keeps the socket, and the queue with it, should this process end. */
    private boolean kept;

    private LiveQueue(QueueSettings settings, QueueSocket socket, boolean inherited, Routes routes) {
        this.settings = settings;
        this.socket = socket;
        this.inherited = inherited;
        kept = inherited;
        try {
            configureSocket();
            worker = new QueueWorker(settings.first(), settings, socket, routes.links(), routes.paths());
        } catch (RuntimeException | OutOfMemoryError refused) {
            socket.close();
            throw refused;
        }
    }

    /** Takes over a socket that nothing is bound by; the settings are those of one queue. */
    static LiveQueue toBind(QueueSettings settings, QueueSocket socket, Routes routes) {
        return new LiveQueue(settings, socket, false, routes);
    }

    /** Takes over a socket by which a predecessor bound the queue. */
    static LiveQueue toTakeOver(QueueSettings settings, QueueSocket socket, Routes routes) {
        return new LiveQueue(settings, socket, true, routes);
    }

    private void configureSocket() {
        socket.configure(QueueLimits.of(settings).receiveBufferOctets(), settings.busyPoll());
    }

    int number() {
        return settings.first();
    }

    QueueSettings settings() {
        return settings;
    }

    QueueWorker worker() {
        return worker;
    }

    /** Takes possession of the queue. */
    void bind() throws BindException {
        if (inherited) {
            worker.takeOver();
        } else {
            worker.bind();
        }
    }

    /** Serves it on a thread of its own, if it is not yet; returns when that is at it, or has failed. */
    void start(PartThreads parts, Processors processors) {
        if (thread != null) {
            return;
        }
        thread = parts.start(Inheritance.name(number()), processors.place(worker.cpu(), worker));
        while (thread.isAlive() && worker.pulse().thread().isEmpty()) {
            LockSupport.parkNanos(BEGIN_PAUSE_NANOS);
        }
    }

    /** Gives it other settings, with another worker that is yet to be started; nothing it holds is lost, even on failure. */
    void change(QueueSettings next) throws BindException, InterruptedException {
        // First what may fail for want of memory.
        QueueWorker successor = worker.successor(next);
        worker.handOver();
        awaitEnd();
        successor.goOnBehind(worker);
        settings = next;
        worker = successor;
        worker.keep(kept);
        configureSocket();
        worker.configure();
    }

    /** Has the supervisor keep it, or not, as its settings want it. */
    void keepBy(Supervisor supervisor) {
        if (settings.onFailure() != OnFailure.HOLD) {
            forgetBy(supervisor);
        } else if (!kept) {
            kept = supervisor.store(Inheritance.name(number()), socket.descriptor());
            warnOfDoubts(supervisor);
        }
        worker.keep(kept);
    }

    private void warnOfDoubts(Supervisor supervisor) {
        if (!kept) {
            LOG.warn(
                    "queue {} cannot hold packets when this process ends, for no supervisor keeps its socket: it will do"
                            + " as with on-failure: pass; run mssclampd as a systemd service with"
                            + " FileDescriptorStoreMax, at least the number of queues",
                    number());
        } else if (!supervisor.saysWhatItKeeps()) {
            LOG.warn(
                    "queue {}: the supervisor does not say whether it keeps sockets; if it is systemd before 254 with"
                            + " FileDescriptorStoreMax, it does; else set that, or what waits is lost when this process"
                            + " ends",
                    number());
        }
    }

    /** Has the supervisor close its socket. */
    void forgetBy(Supervisor supervisor) {
        if (kept) {
            supervisor.forget(Inheritance.name(number()));
            kept = false;
            worker.keep(false);
        }
    }

    /** Has its worker end: one that the supervisor keeps leaves the queue to a successor, another gives it up. */
    void stop() {
        if (kept) {
            worker.handOver();
        } else {
            worker.stop();
        }
    }

    /** Has its worker end, and give up the queue. */
    void giveUp() {
        worker.stop();
    }

    /** Waits until its worker has ended, which it was told to; it does so here if it has no thread yet. */
    void awaitEnd() throws InterruptedException {
        if (thread == null) {
            worker.run();
        } else {
            thread.join();
            thread = null;
        }
    }
}
