// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.PacketContext;

/**
 * A path as the kernel is asked for it: all of a packet that its route may depend on, but the ports.
 *
 * <p>Mutable, so that one serves for all packets. Not thread-safe.
 */
final class RouteQuery {
    /** The traffic class without ECN, which chooses no route. */
    private static final int DSCP_MASK = 0xFC;

    private Family family = Family.IPV4;
    private long toHigh;
    private long toLow;
    private long fromHigh;
    private long fromLow;
    private int in;
    private int out;
    private int mark;
    private int dscp;

    /** The path of the packet itself. */
    void forward(SynPacket syn, PacketContext context) {
        toHigh = syn.destinationHigh();
        toLow = syn.destinationLow();
        fromHigh = syn.sourceHigh();
        fromLow = syn.sourceLow();
        in = context.in().index();
        out = context.out().index();
        fill(syn, context);
    }

    /** The path of what answers the packet; by which interface that leaves, only the kernel knows. */
    void reverse(SynPacket syn, PacketContext context) {
        toHigh = syn.sourceHigh();
        toLow = syn.sourceLow();
        fromHigh = syn.destinationHigh();
        fromLow = syn.destinationLow();
        in = context.out().index();
        out = 0;
        fill(syn, context);
    }

    private void fill(SynPacket syn, PacketContext context) {
        family = syn.family();
        mark = context.mark();
        dscp = syn.trafficClass() & DSCP_MASK;
    }

    void copy(RouteQuery other) {
        family = other.family;
        toHigh = other.toHigh;
        toLow = other.toLow;
        fromHigh = other.fromHigh;
        fromLow = other.fromLow;
        in = other.in;
        out = other.out;
        mark = other.mark;
        dscp = other.dscp;
    }

    boolean isSame(RouteQuery other) {
        return toLow == other.toLow
                && fromLow == other.fromLow
                && toHigh == other.toHigh
                && fromHigh == other.fromHigh
                && interfaces() == other.interfaces()
                && kind() == other.kind();
    }

    Family family() {
        return family;
    }

    /** Octets 0 to 7 of an IPv6 destination; 0 for IPv4. */
    long toHigh() {
        return toHigh;
    }

    /** Octets 8 to 15 of an IPv6 destination, or an IPv4 destination. */
    long toLow() {
        return toLow;
    }

    /** As {@link #toHigh}, of the source. */
    long fromHigh() {
        return fromHigh;
    }

    /** As {@link #toLow}, of the source. */
    long fromLow() {
        return fromLow;
    }

    /** Index of the interface by which it comes in; 0 if it comes from this host. */
    int in() {
        return in;
    }

    /** Index of the interface by which it leaves; 0 if that is for the route to say. */
    int out() {
        return out;
    }

    int mark() {
        return mark;
    }

    /** The traffic class with the two bits of ECN clear. */
    int dscp() {
        return dscp;
    }

    /** Both interfaces, as one word. */
    long interfaces() {
        return (long) in << 32 | out;
    }

    /** All that is neither address nor interface, as one word; never 0. */
    long kind() {
        return (long) mark << 32 | dscp << 8 | (family == Family.IPV4 ? 4 : 6);
    }
}
