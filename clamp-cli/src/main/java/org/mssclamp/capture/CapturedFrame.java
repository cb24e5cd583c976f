// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a capture, and the IP packet in it.
 *
 * <pre>
 *   │ link header │ IP packet … captured │ … on the wire │ padding, frame check sequence │
 *   index         packetIndex
 * </pre>
 *
 * Octets behind the length that the IP header states are not of the packet: a receiving kernel cuts them off.
 *
 * <p>Owns nothing; valid until the reader goes to the next. Not thread-safe.
 */
public final class CapturedFrame {
    private long number;
    private long timeNs;
    private boolean hasTime;
    private CapturedInterface capturedAt = CapturedInterface.NONE;
    private Direction direction = Direction.UNKNOWN;
    private int index;
    private int capturedLength;
    private int wireLength;
    private int packetIndex = LinkType.NO_PACKET;
    private int packetWireLength;

    CapturedFrame() {}

    /** Takes where the frame lies; it has at least {@code capturedLength} octets on the wire, whatever is recorded. */
    void wrap(ByteBuffer octets, int index, int capturedLength, int wireLength, @Nullable LinkType linkType) {
        this.index = index;
        this.capturedLength = capturedLength;
        this.wireLength = wireLength;
        direction = Direction.UNKNOWN;
        packetIndex = LinkType.NO_PACKET;
        if (linkType != null) {
            packetIndex = linkType.packetIndex(octets, index, capturedLength);
            packetWireLength = isIp() ? packetWireLength(octets) : 0;
            direction = isIp() ? linkType.direction(octets, index) : Direction.UNKNOWN;
        }
    }

    private int packetWireLength(ByteBuffer octets) {
        int rest = Math.max(wireLength, capturedLength) - (packetIndex - index);
        int stated = statedLength(octets);
        return stated == 0 ? rest : Math.min(stated, rest);
    }

    /** What the IP header says of the packet's length; 0 if it is not there or says nothing. */
    private int statedLength(ByteBuffer octets) {
        int captured = index + capturedLength - packetIndex;
        int version = Byte.toUnsignedInt(octets.get(packetIndex)) >>> 4;
        if (version == 4 && captured >= 4) {
            return LinkType.unsignedShort(octets, packetIndex + 2);
        }
        if (version == 6 && captured >= 6) {
            int payload = LinkType.unsignedShort(octets, packetIndex + 4);
            return payload == 0 ? 0 : 40 + payload;
        }
        return 0;
    }

    /** It is the next one, captured there. */
    void follow(CapturedInterface at) {
        number++;
        capturedAt = at;
        hasTime = false;
        timeNs = 0;
    }

    void time(long ns) {
        hasTime = true;
        timeNs = ns;
    }

    void direction(Direction recorded) {
        direction = recorded;
    }

    /** From 1. */
    public long number() {
        return number;
    }

    /** When it was captured, in ns since 1970; 0 if that is not recorded. */
    public long timeNs() {
        return timeNs;
    }

    /** Whether it is recorded when it was captured: simple packets of pcapng do not have it. */
    public boolean hasTime() {
        return hasTime;
    }

    public CapturedInterface capturedAt() {
        return capturedAt;
    }

    /** As the flags of pcapng or the header of a Linux cooked frame have it. */
    public Direction direction() {
        return direction;
    }

    /** Where the frame begins in the reader's octets. */
    public int index() {
        return index;
    }

    /** Octets of the frame that were captured. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Octets that the frame had on the wire, as recorded. */
    public int wireLength() {
        return wireLength;
    }

    /** Whether there is an IP packet in the frame. */
    public boolean isIp() {
        return packetIndex != LinkType.NO_PACKET;
    }

    /** Where the IP header begins in the reader's octets; -1 if there is none. */
    public int packetIndex() {
        return packetIndex;
    }

    /** Octets of the packet that were captured. */
    public int packetCapturedLength() {
        return isIp() ? Math.min(index + capturedLength - packetIndex, packetWireLength) : 0;
    }

    /** Octets of the packet on the wire: more than captured if the capture kept only the beginning. */
    public int packetWireLength() {
        return isIp() ? packetWireLength : 0;
    }
}
