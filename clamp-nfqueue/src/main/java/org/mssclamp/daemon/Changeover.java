// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.Problem;
import org.mssclamp.control.ReloadReport;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.rule.Rule;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the file says into force: at the start, and again whenever it is asked to.
 *
 * <p>For the daemon's main thread; only {@link #dryRun} is for any. Two texts at once would be more than the heap is made for.
 */
final class Changeover {
    private static final Logger LOG = LoggerFactory.getLogger(Changeover.class);

    private final ConfigFile file;
    private final Workers workers;
    private final ControlListener control;
    private final MetricsService metrics;
    private final StatusSource status;
    private Optional<ConfigReading> first = Optional.empty();

    Changeover(ConfigFile file, Workers workers, ControlListener control, MetricsService metrics, StatusSource status) {
        this.file = file;
        this.workers = workers;
        this.control = control;
        this.metrics = metrics;
        this.status = status;
    }

    /** Reads the file for the start, and logs what is wrong or unwise in it; throws if it cannot be used. */
    Configuration read() throws StartException {
        ConfigReading reading = ConfigReading.of(file);
        reading.log();
        first = Optional.of(reading);
        return reading.configuration();
    }

    /** What was read for the start. */
    Configuration next() throws StartException {
        return first.orElseThrow().configuration();
    }

    /** Says that what was read for the start is in force; nothing here holds on to it then. */
    void begin() throws StartException {
        tellInForce(first.orElseThrow(), Optional.empty());
        metrics.keep();
        first = Optional.empty();
    }

    /** Reads the file, and brings it into force; or refuses it, says why, and leaves all as it is. */
    synchronized ReloadReport reload(PartThreads parts) throws InterruptedException {
        List<Problem> problems = List.of();
        status.reloading(true);
        try {
            ConfigReading reading = ConfigReading.of(file);
            reading.log();
            problems = reading.result().problems();
            String outcome = change(reading, parts);
            return new ReloadReport(ExitCode.OK.code(), generation(), outcome, problems);
        } catch (StartException refused) {
            return refuse(refused.exitCode(), refused, problems);
        } catch (OutOfMemoryError full) {
            return refuse(ExitCode.SYSTEM, full, problems);
        } catch (RuntimeException defect) {
            LOG.error("this is a defect in mssclampd; please report it", defect);
            return refuse(ExitCode.SOFTWARE, defect, problems);
        } finally {
            status.reloading(false);
        }
    }

    /** What {@link #reload} would come to now, as far as the text tells. */
    synchronized ReloadReport dryRun() {
        List<Problem> problems = List.of();
        try {
            ConfigReading reading = ConfigReading.of(file);
            problems = reading.result().problems();
            Configuration next = reading.configuration();
            workers.check(next);
            String outcome = ConfigurationChange.describe(status.configuration(), next);
            return new ReloadReport(ExitCode.OK.code(), generation(), outcome, problems);
        } catch (StartException refused) {
            return new ReloadReport(
                    refused.exitCode().code(), generation(), String.valueOf(refused.getMessage()), problems);
        }
    }

    private int generation() {
        return status.load().generation();
    }

    private String change(ConfigReading reading, PartThreads parts) throws StartException, InterruptedException {
        Configuration next = reading.configuration();
        Configuration last = status.configuration();
        List<String> farewell = new ArrayList<>(CounterReport.ofRules(workers.list(), rulesOnlyIn(last, next)));
        String outcome = ConfigurationChange.describe(last, next);
        List<QueueWorker> givenUp = changeOver(next, parts);
        tellInForce(reading, Optional.of(new Reload(Instant.now(), true, outcome)));
        metrics.keep();
        LOG.info("reloaded: {}; {}", status.summary(), outcome);
        for (QueueWorker worker : givenUp) {
            CounterReport.of(List.of(worker), List.of())
                    .forEach(line -> farewell.add("queue " + worker.queueNumber() + ": " + line.strip()));
        }
        farewell.forEach(line -> LOG.info("until now {}", line.strip()));
        return outcome;
    }

    /** First what may be refused. */
    private List<QueueWorker> changeOver(Configuration next, PartThreads parts)
            throws StartException, InterruptedException {
        ControlListener.Move move = control.move(next.control());
        try {
            changeMetrics(next);
            List<QueueWorker> givenUp = workers.reload(next, parts);
            control.apply(move);
            return givenUp;
        } catch (StartException | RuntimeException | OutOfMemoryError refused) {
            control.undo(move);
            metrics.undo();
            throw refused;
        }
    }

    /** What could not be had before is no reason to refuse something else. */
    private void changeMetrics(Configuration next) throws StartException {
        if (next.metrics().equals(status.configuration().metrics())) {
            metrics.tryChange(next.metrics(), next.page());
        } else {
            metrics.change(next.metrics(), next.page());
        }
    }

    /** Rules in force that are changed or gone in another configuration: their counters end. */
    private static List<Rule> rulesOnlyIn(Configuration last, Configuration next) {
        List<Rule> rules = new ArrayList<>(last.rules());
        rules.removeAll(new HashSet<>(next.rules()));
        return rules;
    }

    private void tellInForce(ConfigReading reading, Optional<Reload> reload) throws StartException {
        Load load = new Load(file.path().toString(), reading.text().hash(), generation() + 1, Instant.now(), reload);
        status.inForce(load, reading.configuration());
    }

    private ReloadReport refuse(ExitCode code, Throwable refused, List<Problem> problems) {
        String why = String.valueOf(refused.getMessage());
        LOG.error("reload refused, generation {} stays in force: {}", generation(), why);
        status.refused(new Reload(Instant.now(), false, why));
        return new ReloadReport(code.code(), generation(), why, problems);
    }
}
