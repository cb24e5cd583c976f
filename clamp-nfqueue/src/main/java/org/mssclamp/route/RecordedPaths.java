// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Direction;
import org.mssclamp.rule.PacketContext;

/**
 * The paths of one packet as a worker was told of them. Immutable but for what it inherits.
 *
 * <p>It knows what they carry; whence, by which interface and less what headroom the worker did not keep.
 */
final class RecordedPaths extends RoutedPaths implements PathTrace {
    private final int forward;
    private final int reverse;

    /** By the numbers of {@link RoutePaths}. */
    RecordedPaths(int forward, int reverse) {
        this.forward = forward;
        this.reverse = reverse;
    }

    @Override
    public void expect(SynPacket syn, PacketContext context, Direction direction) {}

    @Override
    int find(RouteQuery asked, Direction direction) {
        int mtu = direction == Direction.FORWARD ? forward : reverse;
        return mtu == RoutePaths.NOT_ASKED ? UNKNOWN : mtu;
    }

    @Override
    public List<PathAnswer> answers() {
        return Stream.concat(answer(Direction.FORWARD, forward), answer(Direction.REVERSE, reverse))
                .toList();
    }

    private static Stream<PathAnswer> answer(Direction direction, int mtu) {
        return switch (mtu) {
            case RoutePaths.NOT_ASKED -> Stream.empty();
            case UNKNOWN -> Stream.of(answer(direction, OptionalInt.empty(), MtuOrigin.UNKNOWN));
            case Lookup.NO_ROUTE -> Stream.of(answer(direction, OptionalInt.empty(), MtuOrigin.NO_ROUTE));
            default -> Stream.of(answer(direction, OptionalInt.of(mtu), MtuOrigin.WORKER));
        };
    }

    private static PathAnswer answer(Direction direction, OptionalInt mtu, MtuOrigin origin) {
        return new PathAnswer(direction, mtu, origin, "", 0, false);
    }

    @Override
    public void close() {}
}
