// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.config.Configuration;
import org.mssclamp.control.ControlCommand;
import org.mssclamp.control.ControlRehearsal;
import org.mssclamp.control.ControlServer;
import org.mssclamp.control.HealthCommand;
import org.mssclamp.control.MetricsCommand;
import org.mssclamp.control.ReloadCommand;
import org.mssclamp.control.ReloadReport;
import org.mssclamp.control.Reloading;
import org.mssclamp.control.RulesCommand;
import org.mssclamp.control.StatusCommand;
import org.mssclamp.control.TraceCommand;
import org.mssclamp.page.StatusPage;
import org.mssclamp.probe.ProbeClock;
import org.mssclamp.probe.ProbeSockets;
import org.mssclamp.route.RouteFollower;
import org.mssclamp.route.Routes;
import org.mssclamp.socket.SocketRefusal;
import org.mssclamp.status.RateSampler;
import org.mssclamp.status.Snapshot;
import org.mssclamp.supervisor.Supervisor;
import org.mssclamp.trace.RecentSyns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts, waits for signals and commands, and stops the parts.
 *
 * <p>{@link #run} on one thread; {@link #reload}, {@link #stop} and {@link #giveUp} are for any, from the beginning.
 */
final class Daemon implements Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** Something for the main thread. */
    private sealed interface Event permits Reload, Notice, End {}

    /** The configuration is to be read again; who asked for it waits for the report. */
    private record Reload(CompletableFuture<ReloadReport> report) implements Event {}

    private enum Notice implements Event {
        /** Probes have found another MTU. */
        PROBED
    }

    private enum End implements Event {
        STOP,
        GIVE_UP,
        FAILURE
    }

    private final Routes routes;
    private final Supervisor supervisor;
    private final Watchdog watchdog;
    private final ControlListener control;
    private final PathProber prober;
    private final Workers workers;
    private final LossLog losses = new LossLog(KernelFiles.PROC);
    private final RateSampler rates = new RateSampler(System::nanoTime);
    private final Repetition lossLooks = new Repetition(Duration.ofSeconds(10), losses::look);
    private final Repetition rateLooks = new Repetition(Duration.ofSeconds(1), this::lookAtRates);
    private final StatusSource status;
    private final StatusPage page;
    private final Snapshot metricsText;
    private final MetricsService metrics;
    private final StatusLine statusLine;
    private final Changeover changeover;

    private final BlockingDeque<Event> events = new LinkedBlockingDeque<>();
    private boolean probing;

    /** Does nothing yet. */
    Daemon(
            ConfigFile file,
            boolean observe,
            QueueSockets sockets,
            Routes routes,
            Processors processors,
            Supervisor supervisor,
            Watchdog watchdog,
            ControlListener control,
            ProbeSockets probes) {
        this.routes = routes;
        this.supervisor = supervisor;
        this.watchdog = watchdog;
        this.control = control;
        prober = new PathProber(probes, ProbeClock.SYSTEM, new Random(), () -> events.addLast(Notice.PROBED));
        workers = new Workers(observe, sockets, routes, processors, supervisor, prober::mtus);
        status = new StatusSource(file, observe, rates, workers::list, KernelFiles.PROC, prober::status);
        statusLine = new StatusLine(status::summary, rates::receivedInLastMinute, supervisor);
        RecentSyns recent = new RecentSyns(
                workers::list, () -> status.configuration().rules().size(), System::nanoTime);
        page = new StatusPage(status, status::busiestRules, observe, recent);
        metricsText = status.metrics(System::nanoTime);
        metrics = new MetricsService(metricsText, page::pages);
        changeover = new Changeover(file, workers, control, metrics, status);
    }

    /** What can be asked and told. */
    static List<ControlCommand> commands(StatusSource status, Supplier<String> metrics, Reloading reloading) {
        return List.of(
                new StatusCommand(status),
                new HealthCommand(status),
                new MetricsCommand(metrics),
                new ReloadCommand(reloading),
                new RulesCommand(status.observing(), status::rules),
                new TraceCommand(status::workers));
    }

    /** Reads the configuration again, as {@link #reload}. */
    void hangUp() {
        CompletableFuture<ReloadReport> forTheLogAlone = reload();
        LOG.debug("asked to read the configuration again: {}", forTheLogAlone);
    }

    /** A bad configuration is refused, and the old goes on. One that is yet to be read is read once for all who ask. */
    @Override
    public synchronized CompletableFuture<ReloadReport> reload() {
        for (Event event : events) {
            if (event instanceof Reload waiting) {
                return waiting.report;
            }
        }
        Reload reload = new Reload(new CompletableFuture<>());
        events.addLast(reload);
        return reload.report;
    }

    @Override
    public ReloadReport dryRun() {
        return changeover.dryRun();
    }

    /** Ends {@link #run}; queues that the supervisor keeps are left to a successor, others are answered and given up. */
    void stop() {
        events.addFirst(End.STOP);
    }

    /** Ends {@link #run}; all queues are answered and given up. */
    void giveUp() {
        events.addFirst(End.GIVE_UP);
    }

    /** Serves the queues until it is stopped, or a part fails. */
    ExitCode run() throws StartException, InterruptedException {
        ControlServer server = openControl();
        try {
            return serve(server);
        } finally {
            control.close();
        }
    }

    /** Before the queues: another daemon that answers there has them, or others. */
    private ControlServer openControl() throws StartException {
        return control.open(changeover.read().control(), commands(status, metricsText, this));
    }

    private ExitCode serve(ControlServer server) throws StartException, InterruptedException {
        RouteFollower follower = followRoutes();
        End end = End.FAILURE;
        try {
            openMetrics();
            workers.start(changeover.next(), this::start);
            watch();
            start("watchdog", watchdog);
            start("losses", lossLooks);
            changeover.begin();
            probe();
            LOG.info("ready: {}", status.summary());
            supervisor.ready(status.summary());
            start("rates", rateLooks);
            start("control", server);
            end = serve();
            return end == End.FAILURE ? ExitCode.SOFTWARE : ExitCode.OK;
        } finally {
            supervisor.stopping();
            prober.stop();
            control.close();
            metrics.close();
            rateLooks.stop();
            // While the sockets are there.
            lossLooks.stop();
            losses.look();
            if (end == End.GIVE_UP) {
                workers.giveUp();
            } else {
                workers.stop();
            }
            watchdog.stop();
            follower.stop();
            CounterReport.of(workers.list(), status.configuration().rules()).forEach(LOG::info);
        }
    }

    /** Figures for people are no reason not to clamp. */
    private void openMetrics() throws StartException {
        Configuration first = changeover.next();
        metrics.tryChange(first.metrics(), first.page());
    }

    /** Does all of a start but take the queues. */
    void rehearse() throws StartException {
        changeover.read();
        RouteFollower follower = followRoutes();
        try {
            workers.rehearse(changeover.next());
            changeover.begin();
            rehearseControl();
            LOG.info("rehearsed: {}", status.summary());
        } finally {
            follower.stop();
        }
    }

    /** It is for the speed of later starts alone. */
    private void rehearseControl() {
        try {
            ControlRehearsal.run(
                    commands(status, metricsText, this), List.of("health", "status", "metrics", "rules counters"));
        } catch (IOException | SocketRefusal refused) {
            LOG.debug("the control socket cannot be rehearsed: {}", refused.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
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
            events.addFirst(End.FAILURE);
            LOG.error("thread {} failed", dead.getName(), failure);
        });
        thread.start();
        return thread;
    }

    private void watch() {
        watchdog.watch(workers.list());
        losses.watch(workers.list());
    }

    /** On a thread that is there only if a rule has ever asked for it. */
    private void probe() {
        prober.watch(status.configuration().rules());
        if (prober.isWanted() && !probing) {
            probing = true;
            start("probes", prober);
        }
    }

    private void lookAtRates() {
        rates.sample();
        statusLine.look();
        page.look();
    }

    /** Reloads, and takes what probes find, until something else happens; returns that. */
    private End serve() throws InterruptedException {
        Event event = events.take();
        while (!(event instanceof End)) {
            if (event instanceof Reload reload) {
                reload(reload);
            } else {
                takeProbed();
            }
            event = events.take();
        }
        End end = (End) event;
        if (end != End.FAILURE) {
            LOG.info("stopping");
        }
        return end;
    }

    private void takeProbed() {
        try {
            workers.takeProbed();
        } catch (OutOfMemoryError full) {
            LOG.error(
                    "not enough memory to take up what probes have found; what was in force stays: {}",
                    full.getMessage());
        }
    }

    private void reload(Reload reload) throws InterruptedException {
        supervisor.reloading();
        ReloadReport report = changeover.reload(this::start);
        watch();
        probe();
        supervisor.ready(statusLine.text());
        reload.report.complete(report);
    }
}
