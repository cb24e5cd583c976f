// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/** Asks the kernel for the paths of one packet, and keeps its answers. Not thread-safe. */
final class RouteTrace extends RoutedPaths implements PathTrace {
    private static final long LONGEST_WAIT_NS = 5_000_000_000L;

    private final Links links;
    private final RouteLookups lookups;
    private final Map<Direction, PathAnswer> answers = new EnumMap<>(Direction.class);

    /** Takes over the channel, which hears no groups. */
    RouteTrace(NetlinkChannel channel, Links links) {
        this.links = links;
        lookups = new RouteLookups(channel, links, System::nanoTime);
    }

    @Override
    public void expect(SynPacket syn, PacketContext context, Direction direction) {}

    @Override
    int find(RouteQuery asked, Direction direction) {
        lookups.clear();
        lookups.add(asked);
        lookups.fetch(System.nanoTime() + LONGEST_WAIT_NS);
        Lookup lookup = lookups.lookup(0);
        answers.put(direction, answer(direction, lookup));
        return lookup.mtu();
    }

    private PathAnswer answer(Direction direction, Lookup lookup) {
        boolean isNumber = lookup.mtu() != UNKNOWN && lookup.mtu() != Lookup.NO_ROUTE;
        return new PathAnswer(
                direction,
                isNumber ? OptionalInt.of(lookup.mtu()) : OptionalInt.empty(),
                lookup.origin(),
                links.interfaceOf(lookup.out()).name(),
                lookup.headroom(),
                lookup.isAsOwn());
    }

    @Override
    public List<PathAnswer> answers() {
        return List.copyOf(answers.values());
    }

    @Override
    public void close() {
        lookups.close();
    }
}
