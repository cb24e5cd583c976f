// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.Configuration;
import org.mssclamp.daemon.StartException;
import org.mssclamp.nfqueue.ReplayedQueue;
import org.mssclamp.route.Links;
import org.mssclamp.route.Routes;
import org.mssclamp.rule.Interface;
import org.mssclamp.rule.RuleTable;

/**
 * The packets of a capture and the rules of a configuration in a worker of the daemon, without the kernel.
 *
 * <p>Paths are those of this host, if a rule asks for them and the packets pass by interfaces that are here. Not
 * thread-safe.
 */
final class Replay implements AutoCloseable {
    private final int packets;
    private final RuleTable table;
    private final PathSource pathSource;
    private final ReplayedQueue queue;

    private Replay(List<byte[]> packets, RuleTable table, PathSource pathSource, ReplayedQueue queue) {
        this.packets = packets.size();
        this.table = table;
        this.pathSource = pathSource;
        this.queue = queue;
    }

    /** Takes at least one packet. */
    static Replay of(List<byte[]> packets, Passage passage, Configuration configuration, Host host)
            throws StartException {
        RuleTable table = new RuleTable(configuration.rules());
        PathSource source = PathSource.NOT_ASKED;
        if (table.asksPaths()) {
            Links links = host.links();
            Interface in = links.interfaceNamed(passage.in());
            Interface out = links.interfaceNamed(passage.out());
            source = PathSource.of(in, out);
            if (source == PathSource.HOST) {
                ReplayedQueue queue = new ReplayedQueue(packets, in, out, passage.mark(), links, host.paths());
                queue.paths().lifetime(configuration.routeLifetime().toNanos());
                return new Replay(packets, table, source, queue).begin(configuration, queue.paths());
            }
        }
        return new Replay(packets, table, source, offline(packets, passage)).begin(configuration, Paths.NONE);
    }

    private static ReplayedQueue offline(List<byte[]> packets, Passage passage) {
        List<Interface> interfaces = new ArrayList<>();
        Stream.of(passage.in(), passage.out())
                .filter(name -> !name.isEmpty())
                .distinct()
                .forEach(name -> interfaces.add(new Interface(interfaces.size() + 1, name)));
        Routes routes = Routes.offline(interfaces);
        Links links = routes.links();
        return new ReplayedQueue(
                packets,
                links.interfaceNamed(passage.in()),
                links.interfaceNamed(passage.out()),
                passage.mark(),
                links,
                routes.paths());
    }

    private Replay begin(Configuration configuration, Paths paths) {
        queue.publish(new SynPipeline(table, configuration.policy(), false, paths, queue.packets()));
        return this;
    }

    /** How many packets make a pass. */
    int packets() {
        return packets;
    }

    PathSource pathSource() {
        return pathSource;
    }

    /** One batch, the next in the capture or several whole passes; returns how many packets. */
    int doWork() {
        return queue.doWork();
    }

    /**
     * Counts one pass of the packets, or as much of it as was done when it was interrupted; only before any other work.
     *
     * @param interrupted asked before each batch
     */
    Census census(BooleanSupplier interrupted) {
        long counted = 0;
        while (counted < packets && !interrupted.getAsBoolean()) {
            counted += queue.doWorkOfOnePass();
        }
        return Census.of(counted, queue.packets(), table);
    }

    @Override
    public void close() {
        queue.close();
    }
}
