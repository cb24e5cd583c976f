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
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mssclamp.clamp.Oddity;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.RuleCounters;
import org.mssclamp.config.Configuration;
import org.mssclamp.counter.Counters;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.PathEvent;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.status.DaemonStatus;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.Distributions;
import org.mssclamp.status.QueueStatus;
import org.mssclamp.status.RateSampler;
import org.mssclamp.status.RuleCount;
import org.mssclamp.status.RuleStatus;
import org.mssclamp.status.RuleStatus.Moment;

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
    private volatile InForce inForce;
    private volatile boolean reloading;

    /** What the main thread said last. */
    private record InForce(Load load, Configuration configuration) {}

    /**
     * Of a daemon that has no configuration yet.
     *
     * @param workers as they are now, for any thread
     */
    StatusSource(ConfigFile file, boolean observing, RateSampler rates, Supplier<List<QueueWorker>> workers) {
        this.observing = observing;
        this.rates = rates;
        this.workers = workers;
        Load nothing = new Load(file.path().toString(), "", 0, Instant.now(), Optional.empty());
        inForce = new InForce(nothing, Configuration.of(List.of(), Policy.DEFAULT, List.of()));
    }

    /** From now on this configuration is in force. */
    void inForce(Load load, Configuration configuration) {
        inForce = new InForce(load, configuration);
        rates.watch(workers.get());
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
        List<QueueWorker> served = workers.get();
        return new DaemonStatus(
                Version.CURRENT,
                Duration.ofNanos(System.nanoTime() - startNs),
                observing,
                now.load,
                queues(served),
                now.configuration.rules().size(),
                reloading,
                sums(Oddity.class, served, worker -> worker.packets().oddities()),
                sums(PathEvent.class, served, worker -> worker.paths().events()));
    }

    private List<QueueStatus> queues(List<QueueWorker> served) {
        Map<Integer, KernelSocket> sockets = KernelSocket.parse(KernelSocket.FILE.lines());
        List<KernelQueue> kernelQueues = KernelQueue.parse(KernelQueue.FILE.lines());
        List<QueueStatus> queues = new ArrayList<>();
        for (QueueWorker worker : served) {
            KernelSocket socket = sockets.getOrDefault(worker.portId(), KernelSocket.UNKNOWN);
            queues.add(new QueueStatus(
                    worker.settings(),
                    worker.isBound(),
                    worker.pulse().thread().isPresent(),
                    worker.isKept(),
                    held(worker, kernelQueues),
                    socket.bufferedOctets(),
                    socket.drops(),
                    sums(QueueEvent.class, List.of(worker), QueueWorker::events),
                    sums(Outcome.class, List.of(worker), each -> each.packets().outcomes()),
                    rates.rates(worker.queueNumber()),
                    Distributions.of(worker.packets())));
        }
        return queues;
    }

    private static OptionalLong held(QueueWorker worker, List<KernelQueue> queues) {
        return queues.stream()
                .filter(queue -> queue.number() == worker.queueNumber() && queue.portId() == worker.portId())
                .mapToLong(KernelQueue::held)
                .findFirst();
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
        long[] matched = rules.stream()
                .mapToLong(rule -> count(rule.name(), served).matched())
                .toArray();
        SortedMap<Integer, RuleStatus> busiest = new TreeMap<>();
        IntStream.range(0, rules.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer index) -> matched[index])
                        .reversed())
                .limit(most)
                .forEach(index -> busiest.put(index + 1, rule(configuration, index, served, moment)));
        return busiest;
    }

    private static RuleStatus rule(Configuration configuration, int index, List<QueueWorker> served, Moment moment) {
        Rule rule = configuration.rules().get(index);
        List<RuleCounters> counters = served.stream()
                .map(worker -> worker.packets().rule(rule.name()))
                .toList();
        return RuleStatus.of(rule, configuration.texts().of(index), counters, moment);
    }

    /** What was counted of each rule in force, in the order written. However many they are, it takes next to no room. */
    Stream<RuleCount> ruleCounts() {
        List<QueueWorker> served = workers.get();
        return inForce.configuration.rules().stream().map(rule -> count(rule.name(), served));
    }

    private static RuleCount count(String rule, List<QueueWorker> served) {
        long matched = 0;
        long changed = 0;
        for (QueueWorker worker : served) {
            RuleCounters counters = worker.packets().rule(rule);
            matched += counters.count(PacketCounters.RuleCount.MATCHED);
            changed += counters.count(PacketCounters.RuleCount.CHANGED);
        }
        return new RuleCount(rule, matched, changed);
    }

    private static <E extends Enum<E>> Map<E, Long> sums(
            Class<E> kinds, List<QueueWorker> workers, Function<QueueWorker, Counters<E>> counters) {
        Map<E, Long> sums = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            sums.put(
                    kind,
                    workers.stream()
                            .mapToLong(worker -> counters.apply(worker).count(kind))
                            .sum());
        }
        return sums;
    }
}
