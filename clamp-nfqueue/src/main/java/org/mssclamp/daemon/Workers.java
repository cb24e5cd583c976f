// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.List;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.netlink.Errno;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.RuleTable;

/** The daemon's queues, each with a worker and its thread. For the daemon's main thread. */
final class Workers {
    /** What the kernel accounts for one queued packet of full size. */
    private static final int RECEIVE_OCTETS_PER_PACKET = 2304;

    private final boolean observe;
    private final QueueSockets sockets;
    private final Routes routes;
    private final Processors processors;
    private final List<QueueWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Has no queue yet. */
    Workers(boolean observe, QueueSockets sockets, Routes routes, Processors processors) {
        this.observe = observe;
        this.sockets = sockets;
        this.routes = routes;
        this.processors = processors;
    }

    List<QueueWorker> list() {
        return workers;
    }

    /** Binds every queue of the configuration and serves it, or none. */
    void start(Configuration configuration, PartThreads parts) throws StartException {
        try {
            prepare(configuration);
            for (QueueWorker worker : workers) {
                worker.bind();
            }
        } catch (BindException refused) {
            giveUp();
            throw new StartException(exitCode(refused.reason()), String.valueOf(refused.getMessage()));
        } catch (ErrnoException refused) {
            giveUp();
            throw failed(refused);
        }
        for (QueueWorker worker : workers) {
            Runnable placed = processors.place(worker.cpu(), worker);
            threads.add(parts.start("queue-" + worker.queueNumber(), placed));
        }
    }

    /** Does all of a start but take the queues. */
    void rehearse(Configuration configuration) throws StartException {
        try {
            prepare(configuration);
        } catch (ErrnoException refused) {
            throw failed(refused);
        } finally {
            workers.forEach(QueueWorker::close);
            workers.clear();
        }
    }

    private void prepare(Configuration configuration) throws StartException {
        for (QueueSettings settings : configuration.queues()) {
            processors.check(settings);
        }
        Rehearsal.run(routes);
        configuration.queues().forEach(this::open);
        publish(configuration);
    }

    private static StartException failed(ErrnoException refused) {
        boolean denied = refused.errno() == Errno.EPERM || refused.errno() == Errno.EACCES;
        return new StartException(
                denied ? ExitCode.NO_PERMISSION : ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
    }

    private void open(QueueSettings settings) {
        int receiveBuffer = settings.receiveBufferOctets().orElse(settings.maxLength() * RECEIVE_OCTETS_PER_PACKET);
        for (int number = settings.first(); number <= settings.last(); number++) {
            NetlinkChannel socket = sockets.open(receiveBuffer, settings.busyPoll());
            workers.add(new QueueWorker(number, settings, socket, routes.links(), routes.paths()));
        }
    }

    private static ExitCode exitCode(BindException.Reason reason) {
        return reason == BindException.Reason.NOT_PERMITTED ? ExitCode.NO_PERMISSION : ExitCode.SYSTEM;
    }

    /** Answers what those that were bound have got already; no thread of theirs runs yet. */
    private void giveUp() {
        for (QueueWorker worker : workers) {
            worker.stop();
            worker.run();
        }
        workers.clear();
    }

    /** Gives every worker the rules of the configuration, or none; each changes over between two batches. */
    void publish(Configuration configuration) {
        RuleTable table = new RuleTable(configuration.rules());
        List<SynPipeline> pipelines = new ArrayList<>();
        for (QueueWorker worker : workers) {
            pipelines.add(new SynPipeline(table, configuration.policy(), observe, worker.paths(), worker.packets()));
        }
        for (int i = 0; i < pipelines.size(); i++) {
            workers.get(i).paths().lifetime(configuration.routeLifetime().toNanos());
            workers.get(i).publish(pipelines.get(i));
        }
    }

    /** Answers what is queued, and gives the queues up. */
    void stop() throws InterruptedException {
        workers.forEach(QueueWorker::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
