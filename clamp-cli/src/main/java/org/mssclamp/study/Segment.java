// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.study;

import org.mssclamp.packet.TcpHeader;
import org.mssclamp.packet.TcpOptionCursor;

/**
 * A view of the TCP segment in a {@link Datagram}. Owns nothing; valid until the octets below are overwritten. Not
 * thread-safe.
 */
final class Segment {
    private static final int SACK_BLOCK_OCTETS = 8;

    private final TcpHeader tcp = new TcpHeader();
    private final TcpOptionCursor options = new TcpOptionCursor();

    private Datagram datagram = new Datagram();
    private boolean optionsCaptured;

    /** Whether the fixed TCP header was captured, and the packet holds the header that it states. */
    boolean wrap(Datagram datagram) {
        this.datagram = datagram;
        boolean there = tcp.wrap(datagram.buffer(), datagram.transportIndex(), datagram.transportCaptured())
                && tcp.holdsOptions(datagram.transportLength());
        optionsCaptured = there && tcp.holdsOptions(datagram.transportCaptured());
        return there;
    }

    int sourcePort() {
        return tcp.sourcePort();
    }

    int destinationPort() {
        return tcp.destinationPort();
    }

    int sequence() {
        return tcp.sequence();
    }

    int acknowledgment() {
        return tcp.acknowledgment();
    }

    /** SYN without RST. */
    boolean isSyn() {
        return tcp.isSyn();
    }

    boolean isAck() {
        return tcp.isAck();
    }

    boolean isReset() {
        return tcp.isReset();
    }

    int payloadOctets() {
        return datagram.transportLength() - tcp.headerLength();
    }

    /** Numbers that the segment takes: one for each octet of data, for SYN and for FIN (RFC 9293 3.4). */
    int sequenceLength() {
        return payloadOctets() + (tcp.isSyn() ? 1 : 0) + (tcp.isFinal() ? 1 : 0);
    }

    boolean takesMoreThanData() {
        return tcp.isSyn() || tcp.isFinal();
    }

    /** Octets of the IP packet that carries it. */
    int packetOctets() {
        return datagram.wireLength();
    }

    int hopLimit() {
        return datagram.hopLimit();
    }

    /** Tells the other direction which segments behind a missing one have arrived. */
    void selectivelyAcknowledge(Course acknowledged) {
        if (!optionsCaptured) {
            return;
        }
        options.wrap(tcp);
        while (options.advance()) {
            if (options.kind() == TcpOptionCursor.SACK) {
                int end = options.index() + options.length();
                for (int block = options.index() + 2; block + SACK_BLOCK_OCTETS <= end; block += SACK_BLOCK_OCTETS) {
                    acknowledged.arrived(
                            datagram.buffer().getInt(block), datagram.buffer().getInt(block + 4));
                }
            }
        }
    }
}
