// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.util.Arrays;

/**
 * A frame of a capture, and the IP packet in it.
 *
 * <pre>
 *   │ link header │ IP packet … captured │ … on the wire │ padding, frame check sequence │
 *                 index
 * </pre>
 *
 * Octets behind the length that the IP header states are not of the packet: a receiving kernel cuts them off.
 */
public final class CapturedPacket {
    private final byte[] frame;
    private final int index;
    private final int wireLength;

    /** Takes over the frame, which had so many octets on the wire. */
    CapturedPacket(LinkType linkType, byte[] frame, int frameWireLength) {
        this.frame = frame;
        index = linkType.packetIndex(frame);
        wireLength = isIp() ? wireLength(Math.max(frameWireLength, frame.length) - index) : 0;
    }

    private int wireLength(int rest) {
        int stated = statedLength();
        return stated == 0 ? rest : Math.min(stated, rest);
    }

    /** What the IP header says of the packet's length; 0 if it is not there or says nothing. */
    private int statedLength() {
        int version = frame[index] >>> 4;
        if (version == 4 && frame.length - index >= 4) {
            return LinkType.unsignedShort(frame, index + 2);
        }
        if (version == 6 && frame.length - index >= 6) {
            int payload = LinkType.unsignedShort(frame, index + 4);
            return payload == 0 ? 0 : 40 + payload;
        }
        return 0;
    }

    /** Whether there is an IP packet in the frame. */
    public boolean isIp() {
        return index != LinkType.NO_PACKET;
    }

    /** Octets of the packet that were captured. */
    public int capturedLength() {
        return isIp() ? Math.min(frame.length - index, wireLength) : 0;
    }

    /** Octets of the packet on the wire: more than captured if the capture kept only the beginning. */
    public int wireLength() {
        return wireLength;
    }

    /** The captured octets of the packet, from its IP header on, followed by zeros up to the length. */
    public byte[] octets(int length) {
        byte[] packet = new byte[length];
        System.arraycopy(frame, Math.max(index, 0), packet, 0, Math.min(capturedLength(), length));
        return packet;
    }

    @Override
    public String toString() {
        return capturedLength() + " of " + wireLength + " octets: " + Arrays.toString(octets(capturedLength()));
    }
}
