// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.probe.AddressText;
import org.mssclamp.probe.PathProbe;
import org.mssclamp.probe.ProbeClock;
import org.mssclamp.probe.ProbePlan;
import org.mssclamp.probe.ProbeResult;
import org.mssclamp.probe.ProbeSockets;
import org.mssclamp.probe.ProbeTarget;
import org.mssclamp.probe.Strategy;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.Way;
import org.mssclamp.status.ProbedPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the numbers of all rules with {@link ProbedMtu}: searches each way again and again, one at a time.
 *
 * <p>{@link #run} on a thread of its own; all else is for any. What it finds is handed over as a whole, and never waited for.
 */
final class PathProber implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PathProber.class);

    private static final ProbePlan PLAN = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), false);

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ProbeSockets sockets;
    private final ProbeClock clock;
    private final Random random;
    private final Runnable changed;
    /** In the order of the rules. */
    private List<WatchedPath> paths = List.of();

    private volatile Map<Way, ProbedMtu> wanted = Map.of();
    private volatile List<ProbedPath> status = List.of();
    private volatile Map<Way, Integer> mtus = Map.of();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    /**
     * Watches no path yet.
     *
     * @param changed told by its thread whenever {@link #mtus} says something else
     */
    PathProber(ProbeSockets sockets, ProbeClock clock, Random random, Runnable changed) {
        this.sockets = sockets;
        this.clock = clock;
        this.random = random;
        this.changed = changed;
    }

    /** These rules are in force: what they have in common with those before goes on as it is. */
    void watch(List<Rule> rules) {
        wanted = rules.stream()
                .map(Rule::action)
                .filter(ProbedMtu.class::isInstance)
                .map(ProbedMtu.class::cast)
                .collect(Collectors.toMap(ProbedMtu::way, action -> action, PathProber::both, LinkedHashMap::new));
        LockSupport.unpark(thread);
    }

    private static ProbedMtu both(ProbedMtu one, ProbedMtu other) {
        return new ProbedMtu(
                one.way(),
                Math.min(one.everySeconds(), other.everySeconds()),
                Math.min(one.initial(), other.initial()));
    }

    /** Whether any rule in force wants a path to be probed. */
    boolean isWanted() {
        return !wanted.isEmpty();
    }

    /** What is known, in octets by way. */
    Map<Way, Integer> mtus() {
        return mtus;
    }

    /** The paths in the order of the rules. */
    List<ProbedPath> status() {
        return status;
    }

    /** Ends {@link #run}, and what it is at. */
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!stopping) {
            Duration pause = turn();
            if (!stopping) {
                clock.sleep(pause);
            }
        }
    }

    /** Searches the path that is due first, if one is; returns for how long nothing is due. */
    Duration turn() {
        Map<Way, ProbedMtu> adopted = wanted;
        adopt(adopted);
        Optional<WatchedPath> next = paths.stream().min(Comparator.comparingLong(path -> path.dueIn(clock.nowNs())));
        if (next.filter(path -> path.dueIn(clock.nowNs()) <= 0).isPresent()) {
            search(next.get());
            publish();
        }
        if (!wanted.equals(adopted)) {
            return Duration.ZERO;
        }
        return paths.stream()
                .map(path -> Duration.ofNanos(Math.max(path.dueIn(clock.nowNs()), 0)))
                .min(Comparator.naturalOrder())
                .orElse(IDLE);
    }

    private void adopt(Map<Way, ProbedMtu> next) {
        long nowNs = clock.nowNs();
        List<WatchedPath> last = paths;
        paths = next.values().stream().map(action -> path(last, action, nowNs)).toList();
        if (!last.equals(paths)) {
            publish();
        }
    }

    private static WatchedPath path(List<WatchedPath> last, ProbedMtu action, long nowNs) {
        WatchedPath path = last.stream()
                .filter(known -> known.suits(action))
                .findFirst()
                .orElseGet(() -> new WatchedPath(action, nowNs));
        path.every(Duration.ofSeconds(action.everySeconds()), nowNs);
        return path;
    }

    private void search(WatchedPath path) {
        try {
            Way way = path.way();
            InetAddress address = InetAddress.getByName(way.host());
            if (!isElsewhere(address, way)) {
                path.failed("no path leads to " + AddressText.of(address), clock.nowNs(), jitter());
                return;
            }
            ProbeTarget target = new ProbeTarget(address, OptionalInt.empty(), way.via(), way.mark());
            ProbeResult result = new PathProbe(sockets, target, PLAN, clock, random, this::goOn).run();
            path.searched(result, clock.nowNs(), jitter());
        } catch (UnknownHostException unknown) {
            path.failed("the name is not found", clock.nowNs(), jitter());
        } catch (SocketException unlisted) {
            path.failed("the addresses here are not known: " + unlisted.getMessage(), clock.nowNs(), jitter());
        } catch (ErrnoException refused) {
            path.failed(String.valueOf(refused.getMessage()), clock.nowNs(), jitter());
        } catch (CancellationException stopped) {
            LOG.debug("stopped while probing {}", path.way());
        } catch (RuntimeException defect) {
            LOG.error("a defect met the probing of {}; its number stays", path.way(), defect);
            path.failed(defect.toString(), clock.nowNs(), jitter());
        }
    }

    /** Whether it may be that of another machine; what goes to an address of our own meets no link. */
    private static boolean isElsewhere(InetAddress address, Way way) throws SocketException {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && (!address.isLinkLocalAddress() || way.via().isPresent())
                && !address.isMulticastAddress()
                && NetworkInterface.getByInetAddress(address) == null;
    }

    /** Told of each step. */
    private void goOn(String step) {
        if (stopping) {
            throw new CancellationException(step);
        }
    }

    /** So that many gateways do not come to probe one host at the same time. */
    private double jitter() {
        return 0.9 + random.nextDouble() / 5;
    }

    private void publish() {
        status = paths.stream().map(WatchedPath::status).toList();
        Map<Way, Integer> known = paths.stream()
                .filter(path -> path.mtu().isPresent())
                .collect(Collectors.toMap(WatchedPath::way, path -> path.mtu().orElseThrow()));
        if (!known.equals(mtus)) {
            mtus = Map.copyOf(known);
            changed.run();
        }
    }
}
