// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.QueueSocket;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.netlink.Errno;
import org.mssclamp.nfqueue.BindException;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.Way;
import org.mssclamp.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's queues, each with a worker and its thread. For the daemon's main thread; only {@link #list} is for any. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final boolean observe;
    private final QueueSockets sockets;
    private final Routes routes;
    private final Processors processors;
    private final Supervisor supervisor;
    private final Supplier<Map<Way, Integer>> probedMtus;
    private final SortedMap<Integer, LiveQueue> queues = new TreeMap<>();
    private volatile List<QueueWorker> list = List.of();
    private Optional<Published> published = Optional.empty();

    /** What the workers decide by. */
    private record Published(Configuration configuration, RuleTable table) {}

    /**
     * Has no queue yet.
     *
     * @param probedMtus what probes have found, in octets by way
     */
    Workers(
            boolean observe,
            QueueSockets sockets,
            Routes routes,
            Processors processors,
            Supervisor supervisor,
            Supplier<Map<Way, Integer>> probedMtus) {
        this.observe = observe;
        this.sockets = sockets;
        this.routes = routes;
        this.processors = processors;
        this.supervisor = supervisor;
        this.probedMtus = probedMtus;
    }

    /** Those of the queues that there are, in the order of their numbers. */
    List<QueueWorker> list() {
        return list;
    }

    private void changed() {
        list = queues.values().stream().map(LiveQueue::worker).toList();
    }

    /**
     * Binds every queue of the configuration, or takes it over from a predecessor, and serves it; or none.
     *
     * <p>Then what else the predecessor left is answered, and given up.
     */
    void start(Configuration configuration, PartThreads parts) throws StartException, InterruptedException {
        Inheritance inheritance = new Inheritance(sockets, supervisor);
        try {
            prepare(configuration, inheritance);
            for (LiveQueue queue : queues.values()) {
                queue.bind();
            }
        } catch (BindException | ErrnoException refused) {
            stop();
            queues.clear();
            changed();
            throw refusal(refused);
        }
        serve(parts);
        for (Map.Entry<Integer, QueueSocket> rest : inheritance.takeRest().entrySet()) {
            giveUp(rest.getKey(), rest.getValue(), configuration);
        }
    }

    /** Does all of a start but take the queues. */
    void rehearse(Configuration configuration) throws StartException {
        try {
            prepare(configuration, new Inheritance(sockets, supervisor));
        } catch (ErrnoException refused) {
            throw refusal(refused);
        } finally {
            list().forEach(QueueWorker::close);
            queues.clear();
            changed();
        }
    }

    private void prepare(Configuration configuration, Inheritance inheritance) throws StartException {
        check(configuration);
        Rehearsal.run(routes);
        for (QueueSettings settings : configuration.queuesByNumber().values()) {
            LiveQueue queue = inheritance
                    .take(settings.first())
                    .map(socket -> LiveQueue.toTakeOver(settings, socket, routes))
                    .orElseGet(() -> open(settings));
            queues.put(queue.number(), queue);
            changed();
        }
        RuleTable table = table(configuration);
        publications(configuration, table, queues.values()).forEach(Runnable::run);
        published = Optional.of(new Published(configuration, table));
    }

    /** Throws if the configuration wants what this machine does not have. For any thread. */
    void check(Configuration configuration) throws StartException {
        for (QueueSettings settings : configuration.queues()) {
            processors.check(settings);
        }
    }

    private LiveQueue open(QueueSettings settings) {
        return LiveQueue.toBind(settings, sockets.opening().get(), routes);
    }

    private static StartException refusal(Exception refused) {
        boolean denied = refused instanceof BindException unbound
                ? unbound.reason() == BindException.Reason.NOT_PERMITTED
                : refused instanceof ErrnoException failed
                        && (failed.errno() == Errno.EPERM || failed.errno() == Errno.EACCES);
        return new StartException(
                denied ? ExitCode.NO_PERMISSION : ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
    }

    private RuleTable table(Configuration configuration) {
        return new RuleTable(configuration.rules()).withProbed(probedMtus.get());
    }

    /** Gives the workers what probes have found since. */
    void takeProbed() {
        published.ifPresent(last -> {
            RuleTable table = last.table.withProbed(probedMtus.get());
            publications(last.configuration, table, queues.values()).forEach(Runnable::run);
            published = Optional.of(new Published(last.configuration, table));
        });
    }

    /** What gives each worker the rules of the configuration, between two batches; only making them may fail. */
    private List<Runnable> publications(Configuration configuration, RuleTable table, Collection<LiveQueue> to) {
        long routeLifetimeNs = configuration.routeLifetime().toNanos();
        List<Runnable> publications = new ArrayList<>();
        for (LiveQueue queue : to) {
            QueueWorker worker = queue.worker();
            SynPipeline pipeline =
                    new SynPipeline(table, configuration.policy(), observe, worker.paths(), worker.packets());
            publications.add(() -> {
                worker.paths().lifetime(routeLifetimeNs);
                // A successor has the same paths and counters.
                queue.worker().publish(pipeline);
            });
        }
        return publications;
    }

    private void serve(PartThreads parts) {
        queues.values().forEach(queue -> queue.start(parts, processors));
        for (LiveQueue queue : queues.values()) {
            queue.keepBy(supervisor);
        }
    }

    /** Answers what a queue of our predecessor's holds that the configuration does not have. */
    private void giveUp(int number, QueueSocket socket, Configuration configuration) throws InterruptedException {
        try {
            LiveQueue queue = LiveQueue.toTakeOver(QueueSettings.defaultsOf(number), socket, routes);
            publications(configuration, table(configuration), List.of(queue)).forEach(Runnable::run);
            takeOverInVain(queue);
            giveUp(List.of(queue));
        } catch (ErrnoException refused) {
            warnOfUnconfigured(number, refused);
            supervisor.forget(Inheritance.name(number));
        }
    }

    private static void takeOverInVain(LiveQueue queue) {
        try {
            queue.bind();
            LOG.info("queue {} was taken over, and is given up: it is not configured", queue.number());
        } catch (BindException refused) {
            warnOfUnconfigured(queue.number(), refused);
        }
    }

    private static void warnOfUnconfigured(int number, Exception refused) {
        LOG.warn("queue {} was handed over, and is not configured: {}", number, refused.getMessage());
    }

    private void giveUp(List<LiveQueue> all) throws InterruptedException {
        all.forEach(LiveQueue::giveUp);
        for (LiveQueue queue : all) {
            queue.awaitEnd();
            queue.forgetBy(supervisor);
        }
    }

    /**
     * Changes over to another configuration, or throws and leaves all as it is.
     *
     * @return the workers whose queues were given up
     */
    List<QueueWorker> reload(Configuration next, PartThreads parts) throws StartException, InterruptedException {
        check(next);
        Map<Integer, QueueSettings> wanted = next.queuesByNumber();
        QueueReload reload = new QueueReload();
        RuleTable table = table(next);
        try {
            prepare(next, table, wanted, reload).forEach(Runnable::run);
        } catch (BindException | ErrnoException refused) {
            undo(reload, parts);
            throw refusal(refused);
        } catch (RuntimeException | OutOfMemoryError defect) {
            undo(reload, parts);
            throw defect;
        }
        published = Optional.of(new Published(next, table));
        reload.added().forEach(queue -> queues.put(queue.number(), queue));
        List<LiveQueue> unwanted = queues.values().stream()
                .filter(queue -> !wanted.containsKey(queue.number()))
                .toList();
        queues.keySet().retainAll(wanted.keySet());
        changed();
        serve(parts);
        giveUp(unwanted);
        return unwanted.stream().map(LiveQueue::worker).toList();
    }

    /** Binds and changes queues, and returns what gives the new rules to those that stay. */
    private List<Runnable> prepare(
            Configuration next, RuleTable table, Map<Integer, QueueSettings> wanted, QueueReload reload)
            throws BindException, InterruptedException {
        wanted.values().stream()
                .filter(settings -> !queues.containsKey(settings.first()))
                .forEach(settings -> reload.add(open(settings)));
        List<Runnable> publications = publications(next, table, queues.values());
        publications(next, table, reload.added()).forEach(Runnable::run);
        reload.bindAdded();
        for (LiveQueue queue : queues.values()) {
            reload.change(queue, wanted.getOrDefault(queue.number(), queue.settings()));
            changed();
        }
        return publications;
    }

    private void undo(QueueReload reload, PartThreads parts) throws InterruptedException {
        try {
            reload.undo();
        } finally {
            changed();
            queues.values().forEach(queue -> queue.start(parts, processors));
        }
    }

    /** Leaves the queues that the supervisor keeps to a successor; answers what the others hold, and gives them up. */
    void stop() throws InterruptedException {
        queues.values().forEach(LiveQueue::stop);
        for (LiveQueue queue : queues.values()) {
            queue.awaitEnd();
        }
    }

    /** Answers what all queues hold, and gives them up. */
    void giveUp() throws InterruptedException {
        giveUp(List.copyOf(queues.values()));
    }
}
