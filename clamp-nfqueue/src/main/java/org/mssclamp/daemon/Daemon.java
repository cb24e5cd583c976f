// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.ParseResult;
import org.mssclamp.config.Problem;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.netlink.Errno;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.LinkMonitor;
import org.mssclamp.route.LinkNames;
import org.mssclamp.rule.RuleTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts, waits for signals, and stops the parts.
 *
 * <p>{@link #run} on one thread; {@link #reload} and {@link #stop} are for any.
 */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** What the kernel accounts for one queued packet of full size. */
    private static final int RECEIVE_OCTETS_PER_PACKET = 2304;

    private enum Event {
        RELOAD,
        STOP,
        FAILURE
    }

    private final ConfigFile file;
    private final boolean observe;
    private final IntFunction<NetlinkChannel> queueChannels;
    private final IntFunction<NetlinkChannel> routeChannels;
    private final LinkNames links;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<QueueWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Configuration configuration;
    private int generation;

    /**
     * Reads the configuration; nothing is bound yet.
     *
     * @param queueChannels opens a socket for a queue, given the octets of its receive buffer
     * @param routeChannels opens a socket that hears a group of rtnetlink
     * @param interfaceNames asks the kernel for the name of one interface
     */
    Daemon(
            ConfigFile file,
            boolean observe,
            IntFunction<NetlinkChannel> queueChannels,
            IntFunction<NetlinkChannel> routeChannels,
            IntFunction<String> interfaceNames)
            throws StartException {
        this.file = file;
        this.observe = observe;
        this.queueChannels = queueChannels;
        this.routeChannels = routeChannels;
        links = new LinkNames(interfaceNames);
        configuration = load();
    }

    /** Reads the file, logs what is wrong or unwise in it, and throws if it cannot be used. */
    private Configuration load() throws StartException {
        ParseResult result = file.parse();
        for (Problem problem : result.problems()) {
            if (problem.severity() == Problem.Severity.ERROR) {
                LOG.error("{}", problem);
            } else {
                LOG.warn("{}", problem);
            }
        }
        if (result instanceof ParseResult.Accepted accepted) {
            return accepted.configuration();
        }
        throw new StartException(ExitCode.CONFIG, file.path() + ": the configuration has errors");
    }

    /** Reads the configuration again; a bad one is refused, and the old goes on. */
    void reload() {
        events.add(Event.RELOAD);
    }

    /** Answers what is queued, and ends {@link #run}. */
    void stop() {
        events.add(Event.STOP);
    }

    /** Serves the queues until it is stopped, or a part fails. */
    ExitCode run() throws StartException, InterruptedException {
        LinkMonitor monitor = startMonitor();
        try {
            startWorkers();
            LOG.info("ready: {}", summary());
            return serve();
        } finally {
            stopWorkers();
            monitor.stop();
            CounterReport.of(workers, configuration.rules()).forEach(LOG::info);
        }
    }

    private LinkMonitor startMonitor() throws StartException {
        try {
            LinkMonitor monitor = new LinkMonitor(routeChannels.apply(LinkMonitor.GROUP), links);
            monitor.list();
            start("links", monitor);
            return monitor;
        } catch (ErrnoException refused) {
            throw new StartException(ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
        }
    }

    private void startWorkers() throws StartException {
        try {
            for (QueueSettings settings : configuration.queues()) {
                for (int number = settings.first(); number <= settings.last(); number++) {
                    workers.add(new QueueWorker(
                            number, settings, queueChannels.apply(receiveBufferOctets(settings)), links));
                }
            }
            publish();
            for (QueueWorker worker : workers) {
                worker.bind();
            }
        } catch (BindException refused) {
            giveUpQueues();
            throw new StartException(exitCode(refused.reason()), String.valueOf(refused.getMessage()));
        } catch (ErrnoException refused) {
            giveUpQueues();
            boolean denied = refused.errno() == Errno.EPERM || refused.errno() == Errno.EACCES;
            throw new StartException(
                    denied ? ExitCode.NO_PERMISSION : ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
        }
        for (QueueWorker worker : workers) {
            start("queue-" + worker.queueNumber(), worker);
        }
    }

    /** Answers what those that were bound have got already; no thread of theirs runs yet. */
    private void giveUpQueues() {
        for (QueueWorker worker : workers) {
            worker.stop();
            worker.run();
        }
        workers.clear();
    }

    private static int receiveBufferOctets(QueueSettings settings) {
        return settings.receiveBufferOctets().orElse(settings.maxLength() * RECEIVE_OCTETS_PER_PACKET);
    }

    private static ExitCode exitCode(BindException.Reason reason) {
        return reason == BindException.Reason.NOT_PERMITTED ? ExitCode.NO_PERMISSION : ExitCode.SYSTEM;
    }

    private void start(String name, Runnable part) {
        Thread thread = new Thread(part, name);
        thread.setUncaughtExceptionHandler((dead, failure) -> {
            LOG.error("thread {} failed", dead.getName(), failure);
            events.add(Event.FAILURE);
        });
        thread.start();
        threads.add(thread);
    }

    /** Gives every worker the rules of the configuration; each changes over between two batches. */
    private void publish() {
        generation++;
        RuleTable table = new RuleTable(configuration.rules());
        for (QueueWorker worker : workers) {
            worker.publish(new SynPipeline(table, configuration.policy(), observe, worker.packets()));
        }
    }

    private ExitCode serve() throws InterruptedException {
        while (true) {
            switch (events.take()) {
                case RELOAD -> reloadNow();
                case STOP -> {
                    LOG.info("stopping");
                    return ExitCode.OK;
                }
                case FAILURE -> {
                    return ExitCode.SOFTWARE;
                }
            }
        }
    }

    private void reloadNow() {
        try {
            Configuration next = load();
            if (!next.queues().equals(configuration.queues())) {
                LOG.warn("{}: the queues differ from those in use; they change with a restart", file.path());
            }
            configuration = new Configuration(configuration.queues(), next.policy(), next.rules());
            publish();
            LOG.info("reloaded: {}", summary());
        } catch (StartException refused) {
            refuseReload(String.valueOf(refused.getMessage()));
        } catch (RuntimeException defect) {
            LOG.error("this is a defect in mssclampd; please report it", defect);
            refuseReload(String.valueOf(defect.getMessage()));
        } catch (OutOfMemoryError tooLarge) {
            refuseReload(file.path() + " needs more memory than the daemon may use (-Xmx in MSSCLAMPD_JAVA_OPTS)");
        }
    }

    private void refuseReload(String why) {
        LOG.error("reload refused, generation {} stays in force: {}", generation, why);
    }

    private String summary() {
        return String.format(
                "%d %s, %d %s, generation %d%s",
                workers.size(),
                workers.size() == 1 ? "queue" : "queues",
                configuration.rules().size(),
                configuration.rules().size() == 1 ? "rule" : "rules",
                generation,
                observe ? ", observing only" : "");
    }

    private void stopWorkers() throws InterruptedException {
        workers.forEach(QueueWorker::stop);
        for (Thread thread : threads) {
            if (thread.getName().startsWith("queue-")) {
                thread.join();
            }
        }
    }
}
