// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.function.LongSupplier;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.config.Configuration;
import org.mssclamp.counter.Counters;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/**
 * What the paths of one worker's packets carry: as the kernel said lately, or as it says now.
 *
 * <pre>
 *   begin ─▶ expect … ─▶ fetch ─▶ mtu …
 *              │ not in the cache    └ in the cache, nearly always
 *              └──▶ one send, one receive ──▶ cache
 * </pre>
 *
 * <p>No batch waits longer than 50 ms. If the kernel was silent for as long it is not asked again for a second. Allocates
 * nothing for a packet. For the worker's thread; only {@link #lifetime} is for any.
 */
public final class RoutePaths extends RoutedPaths implements AutoCloseable {
    private static final long LONGEST_WAIT_NS = 50_000_000;
    private static final long SILENCE_NS = 1_000_000_000;

    /** Stands for an answer that was not asked for. */
    static final int NOT_ASKED = -2;

    private final RouteChanges changes;
    private final LongSupplier clock;
    private final RouteLookups lookups;
    private final RouteCache cache = new RouteCache();
    private final RouteQuery query = new RouteQuery();
    private final Counters<PathEvent> events = new Counters<>(PathEvent.class);

    private volatile long lifetimeNs = Configuration.DEFAULT_ROUTE_LIFETIME.toNanos();
    private long nowNs;
    private long silentUntilNs;
    private int changeCount;
    private int lastForward = NOT_ASKED;
    private int lastReverse = NOT_ASKED;

    /** Takes over the channel, which hears no groups. */
    RoutePaths(NetlinkChannel channel, Links links, RouteChanges changes, LongSupplier clock) {
        this.changes = changes;
        this.clock = clock;
        lookups = new RouteLookups(channel, links, clock);
        begin();
        silentUntilNs = nowNs;
    }

    /** By which it tells how old an answer is, in ns; for its worker's other times, too. */
    public LongSupplier clock() {
        return clock;
    }

    /** What happened to look-ups. */
    public Counters<PathEvent> events() {
        return events;
    }

    /** Believes answers from now on for so long; 0 is only for the batch at hand. For any thread. */
    public void lifetime(long ns) {
        if (lifetimeNs != ns) {
            lifetimeNs = ns;
            // What is known was to be believed for as long as it was.
            changes.record();
        }
    }

    /** Begins a batch. */
    public void begin() {
        nowNs = clock.getAsLong();
        changeCount = changes.count();
        lookups.clear();
    }

    @Override
    public void expect(SynPacket syn, PacketContext context, Direction direction) {
        if (!hasRoute(context)) {
            return;
        }
        if (direction.includesForward()) {
            query.forward(syn, context);
            addIfMissing();
        }
        if (direction.includesReverse()) {
            query.reverse(syn, context);
            addIfMissing();
        }
    }

    private void addIfMissing() {
        if (cache.find(query, nowNs, changeCount) == RouteCache.MISS) {
            lookups.add(query);
        } else {
            events.increment(PathEvent.PATH_CACHED);
        }
    }

    /** Asks for what was expected and is not known. */
    public void fetch() {
        if (lookups.count() == 0 || nowNs - silentUntilNs < 0) {
            return;
        }
        long deadlineNs = nowNs + LONGEST_WAIT_NS;
        if (!lookups.fetch(deadlineNs)) {
            // Not again in this batch; and not for a while if it took all the time there is.
            boolean silent = deadlineNs - clock.getAsLong() < RouteLookups.SHORTEST_WAIT_NS;
            silentUntilNs = nowNs + (silent ? SILENCE_NS : 1);
        }
        events.add(PathEvent.PATH_ASKED, lookups.count());
        long untilNs = nowNs + Math.max(lifetimeNs, 1);
        for (int i = 0; i < lookups.count(); i++) {
            Lookup lookup = lookups.lookup(i);
            boolean isKnown = lookup.mtu() != UNKNOWN;
            if (!isKnown) {
                events.increment(PathEvent.PATH_UNANSWERED);
            }
            // What failed is kept for this batch, so that its packets do not each ask for it again.
            cache.put(lookup.query(), lookup.mtu(), nowNs, isKnown ? untilNs : nowNs + 1, changeCount);
        }
    }

    @Override
    int find(RouteQuery asked, Direction direction) {
        int mtu = find(asked);
        if (direction == Direction.FORWARD) {
            lastForward = mtu;
        } else {
            lastReverse = mtu;
        }
        return mtu;
    }

    private int find(RouteQuery asked) {
        int mtu = cache.find(asked, nowNs, changeCount);
        if (mtu != RouteCache.MISS) {
            return mtu;
        }
        // A rule before this one changed the packet, so that it was not expected here.
        lookups.clear();
        lookups.add(asked);
        fetch();
        mtu = cache.find(asked, nowNs, changeCount);
        return mtu == RouteCache.MISS ? UNKNOWN : mtu;
    }

    /** Begins a packet whose answers are to be {@link #copyAnswers told}. */
    public void forgetAnswers() {
        lastForward = NOT_ASKED;
        lastReverse = NOT_ASKED;
    }

    /** Tells what was answered since. */
    public void copyAnswers(PathRecord to) {
        to.fill(lastForward, lastReverse);
    }

    @Override
    public void close() {
        lookups.close();
    }
}
