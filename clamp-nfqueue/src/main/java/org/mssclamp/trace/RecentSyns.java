// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.nfqueue.RecordedSyn;
import org.mssclamp.nfqueue.SynRing;
import org.mssclamp.status.Json;
import org.mssclamp.status.RuleStatus.Moment;

/**
 * Some of the SYNs that came lately, each explained, as long as somebody asks for them again and again. For any thread.
 *
 * <p>Between two questions each worker keeps a few SYNs and then has nothing more to do with it: however many SYNs come, and
 * however many ask, that is all it costs. When nobody has asked for a while, nothing is kept.
 */
public final class RecentSyns {
    static final int MOST_KEPT = 50;

    /** Of all workers together, between two questions. */
    static final int MOST_NEWS = 16;

    /** To explain a SYN is to ask them one by one; so many are asked for one question, or those for one SYN if they are more. */
    private static final int MOST_RULES_ASKED = 10_000;

    /** What is told of those asked for a SYN: the one that decided, and the last ones before. */
    private static final int MOST_RULES_TOLD = 8;

    private static final String END = "]}";
    private static final String EMPTY = Json.render(Map.of("syns", List.of()));
    private static final String BEGINNING = EMPTY.substring(0, EMPTY.length() - END.length());

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<List<QueueWorker>> workers;
    private final IntSupplier rules;
    private final LongSupplier clockNs;
    private final Map<Integer, SynRing> rings = new TreeMap<>();
    private final Deque<Explained> kept = new ArrayDeque<>();
    private long explained;
    private volatile long askedNs;

    /** A SYN as it is told, with its place among all that were. */
    private record Explained(long number, String json) {}

    /**
     * Keeps nothing yet.
     *
     * @param rules how many there are
     * @param clockNs from any origin
     */
    public RecentSyns(Supplier<List<QueueWorker>> workers, IntSupplier rules, LongSupplier clockNs) {
        this.workers = workers;
        this.rules = rules;
        this.clockNs = clockNs;
    }

    /** A document with those kept that are behind this number, the oldest first; numbers begin with 1. */
    public synchronized String behind(long number) {
        askedNs = clockNs.getAsLong();
        int most = Math.max(1, Math.min(MOST_NEWS, MOST_RULES_ASKED / Math.max(rules.getAsInt(), 1)));
        news().stream().limit(most).forEach(this::keep);
        follow(most);
        // A number beyond is of a daemon before this one.
        long from = number > explained ? 0 : number;
        StringBuilder document = new StringBuilder(BEGINNING);
        String separator = "";
        for (Explained syn : kept) {
            if (syn.number > from) {
                document.append(separator).append(syn.json);
                separator = ",";
            }
        }
        return document.append(END).toString();
    }

    /** What the workers kept since the last question, in the order of time. */
    private List<RecordedSyn> news() {
        List<RecordedSyn> news = new ArrayList<>();
        rings.values().removeIf(ring -> {
            boolean hadEnough = ring.isClosed();
            for (Optional<RecordedSyn> next = ring.take(); next.isPresent(); next = ring.take()) {
                news.add(next.get());
            }
            return hadEnough;
        });
        news.sort(Comparator.comparingLong(RecordedSyn::receivedNs));
        return news;
    }

    private void keep(RecordedSyn syn) {
        explained++;
        Map<String, Object> members =
                new TraceJson(TracedSyn.of(syn, Moment.now().instant(syn.receivedNs()))).members(MOST_RULES_TOLD);
        members.put("number", explained);
        kept.addLast(new Explained(explained, Json.text(members)));
        if (kept.size() > MOST_KEPT) {
            kept.removeFirst();
        }
    }

    /** Has every worker keep its share, those that a reload brings, too. */
    private void follow(int most) {
        List<QueueWorker> all = workers.get();
        for (QueueWorker worker : all) {
            worker.trace(rings.computeIfAbsent(
                    worker.queueNumber(), number -> SynRing.ofNext(number, Math.max(1, most / all.size()))));
        }
    }

    /** Lets go of all of it if nobody has asked for a while. */
    public void look() {
        if (clockNs.getAsLong() - askedNs > PATIENCE_NS) {
            forget();
        }
    }

    private synchronized void forget() {
        rings.values().forEach(SynRing::close);
        rings.clear();
        kept.clear();
    }
}
