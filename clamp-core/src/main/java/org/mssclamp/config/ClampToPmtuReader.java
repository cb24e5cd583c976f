// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Direction;
import org.mssclamp.tunnel.TunnelStack;

/** Reads what a rule takes off the MTU of a packet's path. */
final class ClampToPmtuReader {
    /** More leaves not even the least MSS of the largest path. */
    private static final int MAX_OVERHEAD = ActionReader.MAX_MSS_IPV4 - Action.FLOOR;

    private ClampToPmtuReader() {}

    static Optional<Action> read(Value mapping) {
        return mapping.section(Keys.CLAMP_TO_PMTU).map(ClampToPmtuReader::read);
    }

    private static Action read(Section keys) {
        Direction direction = keys.value("direction")
                .flatMap(value -> value.choice(Direction.values(), Direction::label))
                .orElse(ClampToPmtu.DEFAULT.direction());
        int overhead = keys.value("overhead")
                .flatMap(value -> value.integer(0, MAX_OVERHEAD, null))
                .orElse(ClampToPmtu.DEFAULT.overhead());
        TunnelStack tunnels = keys.value("tunnel").flatMap(TunnelReader::stack).orElse(ClampToPmtu.DEFAULT.tunnels());
        int floor = keys.value("floor")
                .flatMap(value -> value.integer(Action.FLOOR, ActionReader.MAX_MSS_IPV4, null))
                .orElse(ClampToPmtu.DEFAULT.floor());
        return new ClampToPmtu(direction, overhead, tunnels, floor);
    }
}
