// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame of a capture, and the IP packet in it, in octets of their own: {@link CapturedFrame} is the same on loan. */
public final class CapturedPacket {
    private final ByteBuffer frame;
    private final CapturedFrame view = new CapturedFrame();

    /** Takes over the frame, which had so many octets on the wire. */
    CapturedPacket(LinkType linkType, byte[] frame, int frameWireLength) {
        this.frame = ByteBuffer.wrap(frame);
        view.wrap(this.frame, 0, frame.length, frameWireLength, linkType);
    }

    /** Whether there is an IP packet in the frame. */
    public boolean isIp() {
        return view.isIp();
    }

    /** Octets of the packet that were captured. */
    public int capturedLength() {
        return view.packetCapturedLength();
    }

    /** Octets of the packet on the wire: more than captured if the capture kept only the beginning. */
    public int wireLength() {
        return view.packetWireLength();
    }

    /** The captured octets of the packet, from its IP header on, followed by zeros up to the length. */
    public byte[] octets(int length) {
        byte[] packet = new byte[length];
        frame.get(Math.max(view.packetIndex(), 0), packet, 0, Math.min(capturedLength(), length));
        return packet;
    }

    @Override
    public String toString() {
        return capturedLength() + " of " + wireLength() + " octets: " + Arrays.toString(octets(capturedLength()));
    }
}
