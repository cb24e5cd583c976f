// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters.RuleCount;
import org.mssclamp.clamp.RuleCounters;
import org.mssclamp.config.Configuration;
import org.mssclamp.counter.Counters;
import org.mssclamp.metrics.MetricsText;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.Distributions;
import org.mssclamp.status.Ledger;
import org.mssclamp.status.ProbedPath;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.QueueTotals;
import org.mssclamp.status.RateSampler;
import org.mssclamp.status.RuleStatus;
import org.mssclamp.status.RuleStatus.Moment;
import org.mssclamp.status.Snapshot;
import org.mssclamp.status.Totals;

/**
 * Takes the status of the daemon: {@link #get} on any thread, from what the main thread said last that is in force.
 *
 * <p>It only reads counters, and files of {@code /proc}.
 */
final class StatusSource implements Supplier<DaemonStatus> {
    private final long startNs = System.nanoTime();
    private final boolean observing;
    private final RateSampler rates;
    private final Supplier<List<QueueWorker>> workers;
    private final KernelFiles kernel;
    private final Supplier<List<ProbedPath>> probes;
    private final Ledger ledger = new Ledger();
    private volatile InForce inForce;
    private volatile boolean reloading;

    /** What the main thread said last. */
    private record InForce(Load load, Configuration configuration) {}

    /**
     * Of a daemon that has no configuration yet.
     *
     * @param workers as they are now, for any thread
     * @param probes likewise
     */
    StatusSource(
            ConfigFile file,
            boolean observing,
            RateSampler rates,
            Supplier<List<QueueWorker>> workers,
            KernelFiles kernel,
            Supplier<List<ProbedPath>> probes) {
        this.observing = observing;
        this.rates = rates;
        this.workers = workers;
        this.kernel = kernel;
        this.probes = probes;
        Load nothing = new Load(file.path().toString(), "", 0, Instant.now(), Optional.empty());
        inForce = new InForce(nothing, Configuration.of(List.of(), Policy.DEFAULT, List.of()));
    }

    /** From now on this configuration is in force, and the workers there are now serve it alone. */
    void inForce(Load load, Configuration configuration) {
        inForce = new InForce(load, configuration);
        rates.watch(workers.get());
        ledger.follow(workers.get(), configuration.rules());
    }

    /** Whether workers may change just now. */
    void reloading(boolean now) {
        reloading = now;
    }

    /** What is in force goes on, for a reload was refused. */
    void refused(Reload reload) {
        InForce now = inForce;
        Load load = now.load;
        inForce = new InForce(
                new Load(load.file(), load.hash(), load.generation(), load.since(), Optional.of(reload)),
                now.configuration);
    }

    /** A few words for the log. */
    String summary() {
        InForce now = inForce;
        return summary(workers.get().size(), now.configuration.rules().size(), now.load.generation())
                + (observing ? ", observing only" : "");
    }

    static String summary(int queues, int rules, int generation) {
        return count(queues, "queue") + ", " + count(rules, "rule") + ", generation " + generation;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Whether the daemon changes nothing, whatever the rules say. */
    boolean observing() {
        return observing;
    }

    /** The configuration in force. */
    Configuration configuration() {
        return inForce.configuration;
    }

    /** Those that serve its queues. */
    List<QueueWorker> workers() {
        return workers.get();
    }

    /** Where that is from, and what became of the last reload. */
    Load load() {
        return inForce.load;
    }

    @Override
    public DaemonStatus get() {
        InForce now = inForce;
        KernelView told;
        List<QueueTotals> totals;
        // So that nobody brings the ledger an older view behind a newer one.
        synchronized (ledger) {
            told = kernel.look();
            totals = ledger.queues(told::counts);
        }
        return new DaemonStatus(
                Version.CURRENT,
                Duration.ofNanos(System.nanoTime() - startNs),
                observing,
                now.load,
                queues(told),
                now.configuration.rules().size(),
                reloading,
                QueueTotals.oddities(totals),
                QueueTotals.paths(totals),
                probes.get());
    }

    private List<QueueStatus> queues(KernelView told) {
        List<QueueStatus> queues = new ArrayList<>();
        for (QueueWorker worker : workers.get()) {
            Optional<KernelSocket> socket = told.socket(worker);
            queues.add(new QueueStatus(
                    worker.settings(),
                    worker.isBound(),
                    worker.pulse().thread().isPresent(),
                    worker.isKept(),
                    KernelView.number(told.queue(worker), KernelQueue::held),
                    KernelView.number(socket, KernelSocket::bufferedOctets),
                    KernelView.number(socket, KernelSocket::drops),
                    counts(QueueEvent.class, worker.events()),
                    counts(Outcome.class, worker.packets().outcomes()),
                    worker.traces(),
                    rates.rates(worker.queueNumber()),
                    Distributions.of(worker.packets())));
        }
        return queues;
    }

    private static <E extends Enum<E>> Map<E, Long> counts(Class<E> kinds, Counters<E> counters) {
        Map<E, Long> counts = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counts.put(kind, counters.count(kind));
        }
        return counts;
    }

    /** The metrics, in the format of Prometheus; who reloads and then asks sees what came of it. For any thread. */
    Snapshot metrics(LongSupplier clockNs) {
        return new Snapshot(this::load, () -> MetricsText.of(get(), totals()), clockNs);
    }

    /** What was counted since the process began, and never falls. */
    Totals totals() {
        synchronized (ledger) {
            return new Totals(ledger.queues(kernel.look()::counts), ledger.rules());
        }
    }

    /** The rules in force, in the order written. Tens of thousands take tens of millions of octets. */
    List<RuleStatus> rules() {
        InForce now = inForce;
        List<QueueWorker> served = workers.get();
        Moment moment = Moment.now();
        return IntStream.range(0, now.configuration.rules().size())
                .mapToObj(index -> rule(now.configuration, index, served, moment))
                .toList();
    }

    /** So many of the rules in force, those that matched most, by their numbers from 1. */
    SortedMap<Integer, RuleStatus> busiestRules(int most) {
        Configuration configuration = inForce.configuration;
        List<QueueWorker> served = workers.get();
        Moment moment = Moment.now();
        List<Rule> rules = configuration.rules();
        long[] matched = rules.stream().mapToLong(rule -> matched(rule, served)).toArray();
        SortedMap<Integer, RuleStatus> busiest = new TreeMap<>();
        IntStream.range(0, rules.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer index) -> matched[index])
                        .reversed())
                .limit(most)
                .forEach(index -> busiest.put(index + 1, rule(configuration, index, served, moment)));
        return busiest;
    }

    private static long matched(Rule rule, List<QueueWorker> served) {
        long matched = 0;
        for (QueueWorker worker : served) {
            matched += worker.packets().rule(rule.name()).count(RuleCount.MATCHED);
        }
        return matched;
    }

    private static RuleStatus rule(Configuration configuration, int index, List<QueueWorker> served, Moment moment) {
        Rule rule = configuration.rules().get(index);
        List<RuleCounters> counters = served.stream()
                .map(worker -> worker.packets().rule(rule.name()))
                .toList();
        return RuleStatus.of(rule, configuration.texts().of(index), counters, moment);
    }
}
