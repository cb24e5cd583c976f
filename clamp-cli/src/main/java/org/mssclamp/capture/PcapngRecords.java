// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng).
 *
 * <pre>
 *   │ type │ length │ body … │ length │     the lengths are of the whole block, a multiple of four
 *
 *   section ─┬─ interface, interface, …    whose numbers the packets name
 *            └─ packet, packet, statistics, names, …
 * </pre>
 *
 * A section may be in either order of octets. Blocks of other types are passed over, however long they are.
 */
final class PcapngRecords extends RecordReader {
    static final int SECTION = 0x0A0D0D0A;

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int HEAD_OCTETS = 8;
    private static final int LENGTH_OCTETS = 4;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int SECTION_LENGTH = 16;
    private static final int SECTION_OCTETS = 28;
    private static final int PACKET_OCTETS = 28;
    private static final int SIMPLE_OCTETS = 12;
    private static final int MAX_INTERFACES = 1 << 16;

    /** Interfaces of this section. */
    private final List<PcapngInterface> interfaces = new ArrayList<>();

    /** The octets in the order of this section. */
    private final ByteBuffer words;

    private boolean lengthsMayChange;
    private int recordLength;
    /** Octets of this packet's block before the frame. */
    private int frameOffset;

    PcapngRecords(CaptureBuffer buffer) {
        super(buffer);
        words = buffer.octets().duplicate();
    }

    @Override
    CaptureFormat format() {
        return CaptureFormat.PCAPNG;
    }

    @Override
    void lengthsMayChange() {
        lengthsMayChange = true;
    }

    @Override
    boolean next(CapturedFrame frame) throws IOException, CorruptException, CaptureException {
        buffer.advance(recordLength);
        recordLength = 0;
        while (buffer.has(1)) {
            want(HEAD_OCTETS, "a block");
            int type = words.getInt(buffer.start());
            if (type == SECTION) {
                beginSection();
            }
            long length = length();
            switch (type) {
                case SECTION -> skip(length);
                case INTERFACE -> addInterface(length);
                case ENHANCED_PACKET, OBSOLETE_PACKET -> {
                    takePacket(frame, length, type == ENHANCED_PACKET);
                    return true;
                }
                case SIMPLE_PACKET -> {
                    takeSimplePacket(frame, length);
                    return true;
                }
                default -> skip(length);
            }
        }
        return false;
    }

    /** Of the block; all of ours are checked by it. */
    private long length() throws CorruptException {
        long length = Integer.toUnsignedLong(words.getInt(buffer.start() + 4));
        if (length < HEAD_OCTETS + LENGTH_OCTETS || length % 4 != 0) {
            throw new CorruptException("the length of a block is " + length + ", allowed multiples of 4 from 12 on");
        }
        return length;
    }

    private void beginSection() throws IOException, CorruptException, CaptureException {
        want(SECTION_OCTETS, "the header of a section");
        int start = buffer.start();
        words.order(ByteOrder.BIG_ENDIAN);
        if (words.getInt(start + 8) != BYTE_ORDER_MAGIC) {
            words.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (words.getInt(start + 8) != BYTE_ORDER_MAGIC) {
            throw new CorruptException("the header of a section does not say its order of octets");
        }
        int version = Short.toUnsignedInt(words.getShort(start + 12));
        if (version != 1) {
            throw new CorruptException("a section is of version " + version + " of pcapng, allowed 1");
        }
        if (Integer.toUnsignedLong(words.getInt(start + 4)) < SECTION_OCTETS) {
            throw new CorruptException("the header of a section is cut short");
        }
        if (lengthsMayChange) {
            words.putLong(start + SECTION_LENGTH, -1); // not stated
        }
        interfaces.clear();
    }

    /** Passes over a block; its length stands at its end again. */
    private void skip(long length) throws IOException, CorruptException, CaptureException {
        if (!buffer.skip(length - LENGTH_OCTETS)) {
            throw new CorruptException("the file ends in the middle of a block");
        }
        want(LENGTH_OCTETS, "a block");
        checkClosingLength(buffer.start(), length);
        buffer.advance(LENGTH_OCTETS);
    }

    private void checkClosingLength(int index, long length) throws CorruptException {
        long closing = Integer.toUnsignedLong(words.getInt(index));
        if (closing != length) {
            throw new CorruptException(
                    "a block is " + length + " octets long at its head, and " + closing + " at its end");
        }
    }

    /** The whole block is in the buffer, and has so many octets at least. */
    private int wantBlock(long length, int least, String what) throws IOException, CorruptException, CaptureException {
        if (length < least + LENGTH_OCTETS || length > CaptureBuffer.CAPACITY) {
            throw new CorruptException(what + " has " + length + " octets, allowed " + (least + LENGTH_OCTETS) + "-"
                    + CaptureBuffer.CAPACITY);
        }
        want((int) length, what);
        checkClosingLength(buffer.start() + (int) length - LENGTH_OCTETS, length);
        return (int) length;
    }

    private void addInterface(long length) throws IOException, CorruptException, CaptureException {
        int octets = wantBlock(length, PcapngInterface.FIXED_OCTETS, "the description of an interface");
        if (interfaces.size() == MAX_INTERFACES) {
            throw new CorruptException("a section has more than " + MAX_INTERFACES + " interfaces");
        }
        interfaces.add(PcapngInterface.of(words, buffer.start(), octets - LENGTH_OCTETS, interfaces.size()));
        buffer.advance(octets);
    }

    private PcapngInterface interfaceOf(int number) throws CorruptException {
        if (number < 0 || number >= interfaces.size()) {
            throw new CorruptException(
                    "the next packet is of interface " + Integer.toUnsignedString(number) + ", which is not described");
        }
        return interfaces.get(number);
    }

    private void takePacket(CapturedFrame frame, long length, boolean enhanced)
            throws IOException, CorruptException, CaptureException {
        int octets = wantBlock(length, PACKET_OCTETS, "a packet");
        int start = buffer.start();
        // The obsolete block counts drops in the other half of the word.
        int number = enhanced ? words.getInt(start + 8) : Short.toUnsignedInt(words.getShort(start + 8));
        PcapngInterface at = interfaceOf(number);
        int captured = words.getInt(start + 20);
        if (captured < 0 || captured > octets - PACKET_OCTETS - LENGTH_OCTETS) {
            throw new CorruptException(
                    "the next packet has " + Integer.toUnsignedString(captured) + " octets, more than its block");
        }
        take(frame, at, octets, PACKET_OCTETS, captured, words.getInt(start + 24));
        long time = (long) words.getInt(start + 12) << Integer.SIZE | Integer.toUnsignedLong(words.getInt(start + 16));
        frame.time(at.ns(time));
        int options = start + PACKET_OCTETS + padded(captured);
        Direction recorded = PcapngOptions.direction(words, options, start + octets - LENGTH_OCTETS);
        if (recorded != Direction.UNKNOWN) {
            frame.direction(recorded);
        }
    }

    private void takeSimplePacket(CapturedFrame frame, long length)
            throws IOException, CorruptException, CaptureException {
        int octets = wantBlock(length, SIMPLE_OCTETS, "a packet");
        PcapngInterface at = interfaceOf(0);
        int wireLength = words.getInt(buffer.start() + 8);
        long kept = Math.min(octets - SIMPLE_OCTETS - LENGTH_OCTETS, Integer.toUnsignedLong(wireLength));
        long snapLength = at.captured().snapLength();
        take(frame, at, octets, SIMPLE_OCTETS, (int) (snapLength == 0 ? kept : Math.min(kept, snapLength)), wireLength);
    }

    private void take(CapturedFrame frame, PcapngInterface at, int octets, int offset, int captured, int wireLength) {
        recordLength = octets;
        frameOffset = offset;
        frame.follow(at.captured());
        frame.wrap(buffer.octets(), buffer.start() + offset, captured, wireLength, at.linkType());
    }

    private static int padded(int octets) {
        return octets + 3 & ~3;
    }

    @Override
    int recordLength() {
        return recordLength;
    }

    @Override
    void writeLonger(CapturedFrame frame, int packetEnd, int displaced, ByteBuffer target) {
        int start = buffer.start();
        int captured = frame.capturedLength();
        int kept = frame.capturedAt().kept(captured, captured + OPTION_OCTETS);
        int options = start + frameOffset + padded(captured);
        int optionOctets = Math.max(start + recordLength - LENGTH_OCTETS - options, 0);
        int length = frameOffset + padded(kept) + optionOctets + LENGTH_OCTETS;

        int base = target.position();
        target.order(words.order()).put(buffer.octets().slice(start, frameOffset));
        target.putInt(base + 4, length);
        target.putInt(base + frameOffset - 4, frame.wireLength() + OPTION_OCTETS);
        if (frameOffset == PACKET_OCTETS) {
            target.putInt(base + 20, kept);
        }
        putLongerFrame(frame, packetEnd, displaced, kept, target);
        for (int i = kept; i < padded(kept); i++) {
            target.put((byte) 0);
        }
        target.put(buffer.octets().slice(options, optionOctets)).putInt(length);
    }
}
