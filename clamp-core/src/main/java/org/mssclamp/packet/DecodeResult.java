// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

/** Whether some octets are a SYN, or why they are not. */
public enum DecodeResult {
    /** A TCP segment with SYN set and RST clear, header and options whole. */
    SYN,
    /** Neither TCP nor an IPv6 chain that leads to TCP. */
    NOT_TCP,
    /** A fragment other than the first: the TCP header is in another packet. */
    LATER_FRAGMENT,
    /** TCP without SYN, or with RST. */
    NOT_SYN,
    /** No whole IP header, or a length in it that the packet does not have. */
    MALFORMED_IP,
    /** A TCP header of less than 20 octets, or one that its packet does not hold. */
    MALFORMED_TCP,
    /** The capture ends before the headers do. */
    TRUNCATED
}
