// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.util.OptionalInt;
import org.mssclamp.rule.Direction;

/**
 * What the kernel said of one path of a packet.
 *
 * @param direction {@link Direction#FORWARD} or {@link Direction#REVERSE}
 * @param mtu in octets, without the headroom; empty if there is no route or no answer
 * @param origin where that is from
 * @param out the interface by which the path leads; empty if there is no route
 * @param headroom octets that the route puts before each packet
 * @param asOwn whether the route is that of a packet of this host, as the kernel would not route this one so
 */
public record PathAnswer(
        Direction direction, OptionalInt mtu, MtuOrigin origin, String out, int headroom, boolean asOwn) {}
