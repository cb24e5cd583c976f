// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pcap file (draft-ietf-opsawg-pcap).
 *
 * <pre>
 *   │ magic │ version │ 0 │ 0 │ snap length │ link type │         24 octets, once
 *   │ seconds │ fraction │ captured │ on the wire │ frame … │   16 octets and the frame, for each packet
 * </pre>
 */
final class PcapRecords extends RecordReader {
    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final int FILE_HEADER_OCTETS = 24;
    private static final int RECORD_HEADER_OCTETS = 16;

    /** The rest of the field tells of the frame check sequence. */
    private static final int LINK_TYPE_BITS = 0x03FF_FFFF;

    /** The octets in the order of the machine that wrote them. */
    private final ByteBuffer words;

    private final int nsPerFraction;
    private final CapturedInterface capturedAt;
    private final @Nullable LinkType linkType;
    private int recordLength;

    private PcapRecords(CaptureBuffer buffer, ByteOrder order, int nsPerFraction)
            throws IOException, CorruptException, CaptureException {
        super(buffer);
        this.nsPerFraction = nsPerFraction;
        words = buffer.octets().duplicate().order(order);
        want(FILE_HEADER_OCTETS, "its header");
        int start = buffer.start();
        int version = Short.toUnsignedInt(words.getShort(start + 4));
        int minor = Short.toUnsignedInt(words.getShort(start + 6));
        if (version != 2 || minor != 4) {
            throw new CorruptException("it is of version " + version + "." + minor + " of pcap, allowed 2.4");
        }
        capturedAt = new CapturedInterface(
                0, "", words.getInt(start + 20) & LINK_TYPE_BITS, Integer.toUnsignedLong(words.getInt(start + 16)));
        linkType = LinkType.of(capturedAt.linkType()).orElse(null);
        buffer.advance(FILE_HEADER_OCTETS);
    }

    /** The reader of a file that begins so, in either order of octets; nothing if it is no pcap. */
    static @Nullable PcapRecords of(CaptureBuffer buffer, int magic)
            throws IOException, CorruptException, CaptureException {
        return switch (magic) {
            case MICROSECONDS -> new PcapRecords(buffer, ByteOrder.BIG_ENDIAN, 1000);
            case NANOSECONDS -> new PcapRecords(buffer, ByteOrder.BIG_ENDIAN, 1);
            case 0xD4C3B2A1 -> new PcapRecords(buffer, ByteOrder.LITTLE_ENDIAN, 1000);
            case 0x4D3CB2A1 -> new PcapRecords(buffer, ByteOrder.LITTLE_ENDIAN, 1);
            default -> null;
        };
    }

    @Override
    CaptureFormat format() {
        return CaptureFormat.PCAP;
    }

    @Override
    boolean next(CapturedFrame frame) throws IOException, CorruptException, CaptureException {
        buffer.advance(recordLength);
        recordLength = 0;
        if (!buffer.has(1)) {
            return false;
        }
        want(RECORD_HEADER_OCTETS, "the header of a packet");
        int captured = words.getInt(buffer.start() + 8);
        if (captured < 0 || captured > CaptureBuffer.CAPACITY - RECORD_HEADER_OCTETS) {
            throw new CorruptException("the next packet has " + Integer.toUnsignedString(captured) + " octets, allowed "
                    + (CaptureBuffer.CAPACITY - RECORD_HEADER_OCTETS));
        }
        want(RECORD_HEADER_OCTETS + captured, "a packet");
        int start = buffer.start();
        recordLength = RECORD_HEADER_OCTETS + captured;
        frame.follow(capturedAt);
        frame.wrap(buffer.octets(), start + RECORD_HEADER_OCTETS, captured, words.getInt(start + 12), linkType);
        frame.time(TimeUnit.SECONDS.toNanos(Integer.toUnsignedLong(words.getInt(start)))
                + Integer.toUnsignedLong(words.getInt(start + 4)) * nsPerFraction);
        return true;
    }

    @Override
    int recordLength() {
        return recordLength;
    }

    @Override
    void writeLonger(CapturedFrame frame, int packetEnd, int displaced, ByteBuffer target) {
        int start = buffer.start();
        int kept = capturedAt.kept(frame.capturedLength(), frame.capturedLength() + OPTION_OCTETS);
        target.order(words.order())
                .putInt(words.getInt(start))
                .putInt(words.getInt(start + 4))
                .putInt(kept)
                .putInt(frame.wireLength() + OPTION_OCTETS);
        putLongerFrame(frame, packetEnd, displaced, kept, target);
    }
}
