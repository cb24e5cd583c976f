// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A router on the way, or the host at its end.
 *
 * @param number from 1 on
 * @param address empty if it answers nothing
 * @param mtu of the path up to it, in octets; empty if that could not be found out
 * @param roundTrip nothing if it answers nothing
 * @param drop what is lost between the last hop with an MTU and this one; empty if nothing is
 */
public record Hop(int number, Optional<InetAddress> address, OptionalInt mtu, Duration roundTrip, Optional<Drop> drop) {
    /**
     * Where the MTU of a path drops.
     *
     * @param behind the number of the hop whose packets are too large for the link behind it; 0 is this host
     * @param router its address; empty if it answers nothing, and for this host
     * @param upTo the number of the last hop that may be it: as {@code behind}, unless hops between answer nothing
     * @param said who told of it; empty if nobody did
     */
    public record Drop(int behind, Optional<InetAddress> router, int upTo, Optional<Report> said) {}
}
