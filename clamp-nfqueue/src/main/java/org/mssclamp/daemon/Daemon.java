// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.Gateway;
import org.mssclamp.config.ParseResult;
import org.mssclamp.config.Problem;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.RouteFollower;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.RateSampler;
import org.mssclamp.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts, waits for signals, and stops the parts.
 *
 * <p>{@link #run} on one thread; {@link #reload}, {@link #stop} and {@link #giveUp} are for any, from the beginning.
 */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private enum Event {
        RELOAD,
        STOP,
        GIVE_UP,
        FAILURE
    }

    private final ConfigFile file;
    private final boolean observe;
    private final Routes routes;
    private final Workers workers;
    private final Supervisor supervisor;
    private final Watchdog watchdog;
    private final LossLog losses = new LossLog(KernelSocket.FILE, KernelQueue.FILE);
    private final RateSampler rates = new RateSampler(System::nanoTime, () -> {});
    private final StatusSource status;

    private final BlockingDeque<Event> events = new LinkedBlockingDeque<>();
    private Configuration configuration = Configuration.of(List.of(), Policy.DEFAULT, List.of());
    private int generation;

    /** Does nothing yet. */
    Daemon(
            ConfigFile file,
            boolean observe,
            QueueSockets sockets,
            Routes routes,
            Processors processors,
            Supervisor supervisor,
            Watchdog watchdog) {
        this.file = file;
        this.observe = observe;
        this.routes = routes;
        this.supervisor = supervisor;
        this.watchdog = watchdog;
        workers = new Workers(observe, sockets, routes, processors, supervisor);
        status = new StatusSource(file, observe, rates, configuration);
    }

    /** Reads the configuration again; a bad one is refused, and the old goes on. */
    void reload() {
        if (!events.contains(Event.RELOAD)) {
            events.addLast(Event.RELOAD);
        }
    }

    /** Ends {@link #run}; queues that the supervisor keeps are left to a successor, others are answered and given up. */
    void stop() {
        events.addFirst(Event.STOP);
    }

    /** Ends {@link #run}; all queues are answered and given up. */
    void giveUp() {
        events.addFirst(Event.GIVE_UP);
    }

    /** Serves the queues until it is stopped, or a part fails. */
    ExitCode run() throws StartException, InterruptedException {
        Loaded loaded = load();
        configuration = loaded.configuration;
        RouteFollower follower = followRoutes();
        Event end = Event.FAILURE;
        try {
            workers.start(configuration, this::start);
            watch();
            start("watchdog", watchdog);
            start("losses", losses);
            generation++;
            LOG.info("ready: {}", summary());
            supervisor.ready(summary());
            tellInForce(loaded, Optional.empty());
            start("rates", rates);
            end = serve();
            return end == Event.FAILURE ? ExitCode.SOFTWARE : ExitCode.OK;
        } finally {
            supervisor.stopping();
            // While the sockets are there.
            losses.stop();
            if (end == Event.GIVE_UP) {
                workers.giveUp();
            } else {
                workers.stop();
            }
            rates.stop();
            watchdog.stop();
            follower.stop();
            CounterReport.of(workers.list(), configuration.rules()).forEach(LOG::info);
        }
    }

    /** Does all of a start but take the queues. */
    void rehearse() throws StartException {
        configuration = load().configuration;
        RouteFollower follower = followRoutes();
        try {
            workers.rehearse(configuration);
            LOG.info("rehearsed: {}", summary());
        } finally {
            follower.stop();
        }
    }

    private record Loaded(Configuration configuration, ConfigText text) {}

    /** Reads the file, logs what is wrong or unwise in it, and throws if it cannot be used. */
    private Loaded load() throws StartException {
        file.doubts().forEach(LOG::warn);
        ConfigText text = file.read();
        ParseResult result = text.parse(Gateway.UNKNOWN);
        for (Problem problem : result.problems()) {
            if (problem.severity() == Problem.Severity.ERROR) {
                LOG.error("{}", problem);
            } else {
                LOG.warn("{}", problem);
            }
        }
        if (result instanceof ParseResult.Accepted accepted) {
            return new Loaded(accepted.configuration(), text);
        }
        throw new StartException(ExitCode.CONFIG, file.path() + ": the configuration has errors");
    }

    private RouteFollower followRoutes() throws StartException {
        try {
            RouteFollower follower = routes.follow();
            follower.parts().forEach(this::start);
            return follower;
        } catch (ErrnoException refused) {
            throw new StartException(ExitCode.SYSTEM, String.valueOf(refused.getMessage()));
        }
    }

    private Thread start(String name, Runnable part) {
        Thread thread = new Thread(part, name);
        thread.setUncaughtExceptionHandler((dead, failure) -> {
            // First: it must be known even if the log fails, too.
            events.addFirst(Event.FAILURE);
            LOG.error("thread {} failed", dead.getName(), failure);
        });
        thread.start();
        return thread;
    }

    private void watch() {
        watchdog.watch(workers.list());
        losses.watch(workers.list());
    }

    /** Reloads until something else happens, and returns that. */
    private Event serve() throws InterruptedException {
        Event event = events.take();
        while (event == Event.RELOAD) {
            supervisor.reloading();
            reloadNow();
            watch();
            supervisor.ready(summary());
            event = events.take();
        }
        if (event != Event.FAILURE) {
            LOG.info("stopping");
        }
        return event;
    }

    private void reloadNow() throws InterruptedException {
        try {
            Loaded loaded = load();
            Configuration next = loaded.configuration;
            Configuration last = configuration;
            List<String> farewell = new ArrayList<>(CounterReport.ofRules(workers.list(), rulesNotIn(next)));
            List<QueueWorker> givenUp = workers.reload(next, this::start);
            configuration = next;
            generation++;
            String change = ConfigurationChange.describe(last, next);
            LOG.info("reloaded: {}; {}", summary(), change);
            tellInForce(loaded, Optional.of(new Reload(Instant.now(), true, change)));
            for (QueueWorker worker : givenUp) {
                CounterReport.of(List.of(worker), List.of())
                        .forEach(line -> farewell.add("queue " + worker.queueNumber() + ": " + line.strip()));
            }
            farewell.forEach(line -> LOG.info("until now {}", line.strip()));
        } catch (StartException refused) {
            refuseReload(String.valueOf(refused.getMessage()));
        } catch (OutOfMemoryError full) {
            refuseReload(String.valueOf(full.getMessage()));
        } catch (RuntimeException defect) {
            LOG.error("this is a defect in mssclampd; please report it", defect);
            refuseReload(String.valueOf(defect.getMessage()));
        }
    }

    /** Rules in force that are changed or gone in another configuration: their counters end. */
    private List<Rule> rulesNotIn(Configuration next) {
        List<Rule> rules = new ArrayList<>(configuration.rules());
        rules.removeAll(new HashSet<>(next.rules()));
        return rules;
    }

    /** Not before the queues are served: what it does takes a moment at the first time. */
    private void tellInForce(Loaded loaded, Optional<Reload> reload) {
        Load load = new Load(file.path().toString(), loaded.text.hash(), generation, Instant.now(), reload);
        status.inForce(load, configuration, workers.list());
    }

    private void refuseReload(String why) {
        status.refused(new Reload(Instant.now(), false, why));
        LOG.error("reload refused, generation {} stays in force: {}", generation, why);
    }

    private String summary() {
        return String.format(
                "%s, %s, generation %d%s",
                count(workers.list().size(), "queue"),
                count(configuration.rules().size(), "rule"),
                generation,
                observe ? ", observing only" : "");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
