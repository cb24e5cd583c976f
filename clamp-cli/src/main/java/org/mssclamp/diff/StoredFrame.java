// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.mssclamp.capture.CaptureReader;
import org.mssclamp.capture.CapturedFrame;

/** A frame in octets of its own, with where its headers lie. Immutable. */
final class StoredFrame {
    private final long number;
    private final boolean hasTime;
    private final long timeNs;
    private final int wireLength;
    private final ByteBuf octets;
    private final int packetOffset;
    private final int packetLength;
    private final int packetWireLength;
    private final Headers headers;
    private final long identity;

    private StoredFrame(CapturedFrame frame, ByteBuf octets) {
        this.octets = octets;
        number = frame.number();
        hasTime = frame.hasTime();
        timeNs = frame.timeNs();
        wireLength = frame.wireLength();
        packetOffset = frame.isIp() ? frame.packetIndex() - frame.index() : octets.capacity();
        packetLength = frame.packetCapturedLength();
        packetWireLength = frame.packetWireLength();
        headers = Headers.of(octets, packetOffset, packetLength);
        identity = Identity.of(this);
    }

    /** The reader's frame. */
    static StoredFrame of(CaptureReader reader) {
        CapturedFrame frame = reader.frame();
        ByteBuffer source = reader.octets().slice(frame.index(), frame.capturedLength());
        return new StoredFrame(frame, Unpooled.copiedBuffer(source));
    }

    /** In its capture, from 1. */
    long number() {
        return number;
    }

    boolean hasTime() {
        return hasTime;
    }

    long timeNs() {
        return timeNs;
    }

    int wireLength() {
        return wireLength;
    }

    /** All that was captured of the frame. */
    ByteBuf octets() {
        return octets;
    }

    /** Octets before the IP header; all if there is none. */
    int packetOffset() {
        return packetOffset;
    }

    /** Octets of the packet that were captured. */
    int packetLength() {
        return packetLength;
    }

    /** Octets that the packet had on the wire. */
    int packetWireLength() {
        return packetWireLength;
    }

    Headers headers() {
        return headers;
    }

    /** The same number for the same packet, wherever it was captured, and for another as good as never. */
    long identity() {
        return identity;
    }

    boolean isSameAs(StoredFrame other) {
        return wireLength == other.wireLength
                && hasTime == other.hasTime
                && timeNs == other.timeNs
                && packetOffset == other.packetOffset
                && octets.equals(other.octets);
    }
}
