// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.trace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.nfqueue.RecordedSyn;
import org.mssclamp.nfqueue.SynRing;

/** One trace: follows all workers, those that a reload brings too, until there is enough. For the thread of whoever asks. */
public final class Trace {
    /** Of all workers together. */
    private static final int MAX_ROOM = 2048;

    private static final int LEAST_ROOM = 32;
    private static final long PAUSE_NS = 5_000_000;
    private static final long MISSED_PAUSE_NS = 1_000_000_000;
    private static final long SILENCE_NS = 2_000_000_000;

    private final TraceRequest request;
    private final Supplier<List<QueueWorker>> workers;
    private final SynExplainer explainer;
    private final Map<Integer, SynRing> rings = new TreeMap<>();
    private final Deque<RecordedSyn> untold = new ArrayDeque<>();
    private final long deadlineNs;
    private int told;
    private long lastToldNs = System.nanoTime();
    private long toldMissed;
    private long toldMissedNs = lastToldNs - MISSED_PAUSE_NS;

    /** Who is told. */
    public interface Listener {
        /** Hears lines, as text or as JSON; throws if it has gone. */
        void hear(String lines) throws IOException;
    }

    /** Does nothing yet, but its time begins. */
    public Trace(TraceRequest request, Supplier<List<QueueWorker>> workers, SynExplainer explainer) {
        this.request = request;
        this.workers = workers;
        this.explainer = explainer;
        deadlineNs = lastToldNs + request.timeout().toNanos();
    }

    /** Tells the listener of each SYN, of how many it missed, and at last why it is over. */
    public void run(Listener listener) throws IOException {
        try {
            while (!isOver()) {
                follow();
                takeAll();
                if (untold.isEmpty()) {
                    pause(listener);
                }
                while (!untold.isEmpty() && !isOver()) {
                    tell(explainer.explain(untold.remove(), request.json()), listener);
                    told++;
                }
                tellOfMissed(listener);
            }
        } finally {
            rings.values().forEach(SynRing::close);
        }
        listener.hear(end());
    }

    private boolean isOver() {
        return told == request.count() || System.nanoTime() - deadlineNs >= 0;
    }

    private String end() {
        if (told == request.count()) {
            return TraceEnd.COUNT.render(request.json(), told, missed());
        }
        takeAll();
        // What came in time and was not told is missed, too.
        return TraceEnd.TIMEOUT.render(request.json(), told, missed() + untold.size());
    }

    private void tell(String lines, Listener listener) throws IOException {
        listener.hear(lines);
        lastToldNs = System.nanoTime();
    }

    private void tellOfMissed(Listener listener) throws IOException {
        long missed = missed();
        if (missed > toldMissed && System.nanoTime() - toldMissedNs > MISSED_PAUSE_NS) {
            tell(new TraceGap(missed - toldMissed).render(request.json()), listener);
            toldMissed = missed;
            toldMissedNs = lastToldNs;
        }
    }

    /** Waits for news; whether the listener is still there shows only when it is told something. */
    private void pause(Listener listener) throws IOException {
        if (System.nanoTime() - lastToldNs > SILENCE_NS) {
            tell("\n", listener);
        }
        LockSupport.parkNanos(PAUSE_NS);
    }

    /** Has every worker feed the ring of its queue, which it may do already. */
    private void follow() {
        List<QueueWorker> all = workers.get();
        int room = Math.max(MAX_ROOM / Math.max(all.size(), 1), LEAST_ROOM);
        for (QueueWorker worker : all) {
            worker.trace(
                    rings.computeIfAbsent(worker.queueNumber(), number -> new SynRing(number, request.filter(), room)));
        }
    }

    /** What has come by now, in the order of time. */
    private void takeAll() {
        List<RecordedSyn> news = new ArrayList<>();
        for (SynRing ring : rings.values()) {
            Optional<RecordedSyn> next = ring.take();
            while (next.isPresent()) {
                news.add(next.get());
                next = news.size() < MAX_ROOM ? ring.take() : Optional.empty();
            }
        }
        news.sort(Comparator.comparingLong(RecordedSyn::receivedNs));
        untold.addAll(news);
    }

    private long missed() {
        return rings.values().stream().mapToLong(SynRing::missed).sum();
    }
}
