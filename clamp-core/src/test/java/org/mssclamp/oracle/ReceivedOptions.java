// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.oracle;

import static org.mssclamp.oracle.NaivePacket.u8;

import java.util.ArrayList;
import java.util.List;

/**
 * TCP options as a receiver reads them: up to End of Option List or to the first that is malformed.
 *
 * @param mssValues where the values of the well-formed MSS options lie in the packet
 * @param kinds every kind met, No-Operation excepted
 * @param endsMalformed whether reading ended at a length below 2 or beyond the header
 * @param hasMalformedMss whether there is an MSS option whose length is not 4
 */
record ReceivedOptions(List<Integer> mssValues, List<Integer> kinds, boolean endsMalformed, boolean hasMalformedMss) {
    private static final int MD5_SIGNATURE = 19;
    private static final int TCP_AO = 29;

    static ReceivedOptions of(NaivePacket packet) {
        byte[] octets = packet.octets();
        int end = packet.transportOffset() + packet.tcpHeaderLength();
        List<Integer> mssValues = new ArrayList<>();
        List<Integer> kinds = new ArrayList<>();
        boolean malformedMss = false;
        int at = packet.transportOffset() + NaivePacket.TCP_MIN_OCTETS;
        while (at < end && octets[at] != 0) {
            if (octets[at] == 1) {
                at++;
                continue;
            }
            int length = at + 1 < end ? u8(octets, at + 1) : 0;
            if (length < 2 || at + length > end) {
                return new ReceivedOptions(mssValues, kinds, true, malformedMss);
            }
            kinds.add(u8(octets, at));
            if (octets[at] == 2 && length == 4) {
                mssValues.add(at + 2);
            }
            malformedMss |= octets[at] == 2 && length != 4;
            at += length;
        }
        return new ReceivedOptions(mssValues, kinds, false, malformedMss);
    }

    boolean isMalformed() {
        return endsMalformed || hasMalformedMss;
    }

    boolean isSigned() {
        return isSignedByAo() || kinds.contains(MD5_SIGNATURE);
    }

    boolean isSignedByAo() {
        return kinds.contains(TCP_AO);
    }
}
