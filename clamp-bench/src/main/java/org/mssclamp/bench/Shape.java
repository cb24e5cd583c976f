// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import java.util.HexFormat;
import org.mssclamp.packet.Family;

/** What a decoder has to find its way through. */
public enum Shape {
    /** A SYN right behind a header of 20 octets. */
    IPV4(Family.IPV4, ""),
    /** A SYN behind a header with the option Router Alert, two of no operation, and the end of options. */
    IPV4_OPTIONS(Family.IPV4, "94040000 01010000"),
    /** A SYN right behind a header of 40 octets. */
    IPV6(Family.IPV6, ""),
    /** A SYN behind hop-by-hop options with Router Alert, and destination options of padding. */
    IPV6_EXTENSIONS(Family.IPV6, "3C00050200000000 0600010400000000"),
    /** An acknowledgment of IPv4. */
    NOT_SYN(Family.IPV4, "");

    private final Family family;
    private final String beforeSegmentHex;

    Shape(Family family, String beforeSegmentHex) {
        this.family = family;
        this.beforeSegmentHex = beforeSegmentHex.replace(" ", "");
    }

    Family family() {
        return family;
    }

    /** IPv4 options or IPv6 extension headers. */
    byte[] beforeSegment() {
        return HexFormat.of().parseHex(beforeSegmentHex);
    }

    boolean isSyn() {
        return this != NOT_SYN;
    }

    /** The shape of an ordinary SYN. */
    static Shape of(Family family) {
        return family == Family.IPV4 ? IPV4 : IPV6;
    }
}
