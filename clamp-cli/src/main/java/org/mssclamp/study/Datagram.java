// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Ipv4Header;
import org.mssclamp.packet.Ipv6Header;

/**
 * A view of an IP packet up to where its transport header begins. Owns nothing; valid until the octets below are
 * overwritten. Not thread-safe.
 */
final class Datagram {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ICMPV6 = 58;

    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private Family family = Family.IPV4;
    private int index;
    private int capturedLength;
    private int wireLength;

    /**
     * Whether the IP headers lie in these octets.
     *
     * @param capturedLength octets of the packet that lie at {@code index}
     * @param wireLength octets that it had on the wire
     */
    boolean wrap(ByteBuf buffer, int index, int capturedLength, int wireLength) {
        this.buffer = buffer;
        this.index = index;
        this.capturedLength = capturedLength;
        this.wireLength = wireLength;
        if (capturedLength < 1) {
            return false;
        }
        family = buffer.getUnsignedByte(index) >>> 4 == 4 ? Family.IPV4 : Family.IPV6;
        return family == Family.IPV4
                ? ipv4.wrap(buffer, index, capturedLength) && ipv4.holdsOptions(capturedLength)
                : ipv6.wrap(buffer, index, capturedLength) && ipv6.walkExtensions(capturedLength);
    }

    /** Whether a fixed IP header lies in these octets, which need not hold what follows it. */
    boolean wrapHeader(ByteBuf buffer, int index, int length) {
        family = length > 0 && buffer.getUnsignedByte(index) >>> 4 == 6 ? Family.IPV6 : Family.IPV4;
        return family == Family.IPV4 ? ipv4.wrap(buffer, index, length) : ipv6.wrap(buffer, index, length);
    }

    ByteBuf buffer() {
        return buffer;
    }

    Family family() {
        return family;
    }

    /** Octets that the packet had on the wire. */
    int wireLength() {
        return wireLength;
    }

    int hopLimit() {
        return family == Family.IPV4 ? ipv4.hopLimit() : ipv6.hopLimit();
    }

    int protocol() {
        return family == Family.IPV4 ? ipv4.protocol() : ipv6.protocol();
    }

    /** Whether it is a fragment, be it the first; of IPv6, whether it has a fragment header. */
    boolean isFragment() {
        return family == Family.IPV4 ? ipv4.moreFragments() || ipv4.isLaterFragment() : ipv6.isFragment();
    }

    /** Whether the transport header is in another packet. */
    boolean isLaterFragment() {
        return family == Family.IPV4 ? ipv4.isLaterFragment() : ipv6.isLaterFragment();
    }

    private int headerLength() {
        return family == Family.IPV4 ? ipv4.headerLength() : ipv6.headerLength();
    }

    /** Where the transport header begins in the buffer. */
    int transportIndex() {
        return index + headerLength();
    }

    /** Octets captured from there on. */
    int transportCaptured() {
        return capturedLength - headerLength();
    }

    /** Octets that there were from there on. */
    int transportLength() {
        return wireLength - headerLength();
    }

    Host source() {
        return new Host(family, sourceHigh(), sourceLow());
    }

    Host destination() {
        return new Host(family, destinationHigh(), destinationLow());
    }

    long sourceHigh() {
        return family == Family.IPV4 ? 0 : ipv6.sourceHigh();
    }

    long sourceLow() {
        return family == Family.IPV4 ? Integer.toUnsignedLong(ipv4.source()) : ipv6.sourceLow();
    }

    long destinationHigh() {
        return family == Family.IPV4 ? 0 : ipv6.destinationHigh();
    }

    long destinationLow() {
        return family == Family.IPV4 ? Integer.toUnsignedLong(ipv4.destination()) : ipv6.destinationLow();
    }
}
