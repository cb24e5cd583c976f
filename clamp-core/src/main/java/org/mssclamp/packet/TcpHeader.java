// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A view of a TCP header, options included.
 *
 * <pre>
 *   |          Source Port          |       Destination Port        |   RFC 9293 3.1
 *   |                        Sequence Number                        |
 *   |                    Acknowledgment Number                      |
 *   | Offset|  Rsrvd |     Flags    |            Window             |
 *   |           Checksum            |         Urgent Pointer        |
 *   |                           Options                             |
 * </pre>
 *
 * Owns nothing; valid until the octets below are overwritten. Not thread-safe.
 */
public final class TcpHeader {
    /** Octets of a header without options. */
    public static final int MIN_OCTETS = 20;
    /** Octets of the largest header a data offset of 15 can state. */
    public static final int MAX_OCTETS = 60;

    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int DATA_OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int CHECKSUM = 16;

    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int headerLength;

    /** Whether 20 octets are there; the options are still to be checked, by {@link #holdsOptions}. */
    public boolean wrap(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        if (length < MIN_OCTETS) {
            return false;
        }
        headerLength = (buffer.getUnsignedByte(index + DATA_OFFSET) >>> 4) * 4;
        return true;
    }

    /** Whether the data offset is at least 5 and the header it states lies within {@code length} octets. */
    public boolean holdsOptions(int length) {
        return headerLength >= MIN_OCTETS && headerLength <= length;
    }

    ByteBuf buffer() {
        return buffer;
    }

    /** Where the header begins in the buffer. */
    public int index() {
        return index;
    }

    public int sourcePort() {
        return buffer.getUnsignedShort(index);
    }

    public int destinationPort() {
        return buffer.getUnsignedShort(index + DESTINATION_PORT);
    }

    /** The number of the segment's first octet, modulo 2^32. */
    public int sequence() {
        return buffer.getInt(index + SEQUENCE);
    }

    /** The number of the octet that the sender waits for; means something only of a segment with ACK. */
    public int acknowledgment() {
        return buffer.getInt(index + ACKNOWLEDGMENT);
    }

    /** Header length in octets: the data offset field times four. */
    public int headerLength() {
        return headerLength;
    }

    /** SYN set and RST clear, as {@code --tcp-flags SYN,RST SYN} has it; ACK, FIN, ECE and CWR do not matter. */
    public boolean isSyn() {
        return (buffer.getByte(index + FLAGS) & (SYN | RST)) == SYN;
    }

    public boolean isAck() {
        return (buffer.getByte(index + FLAGS) & ACK) != 0;
    }

    public boolean isReset() {
        return (buffer.getByte(index + FLAGS) & RST) != 0;
    }

    public boolean isFinal() {
        return (buffer.getByte(index + FLAGS) & FIN) != 0;
    }

    public int checksum() {
        return buffer.getUnsignedShort(index + CHECKSUM);
    }

    public void checksum(int value) {
        buffer.setShort(index + CHECKSUM, value);
    }

    /** Writes a 16-bit field and brings the checksum along. */
    void replace(int fieldOffset, int newValue) {
        int oldValue = buffer.getUnsignedShort(index + fieldOffset);
        checksum(InternetChecksum.update(checksum(), oldValue, newValue, fieldOffset));
        buffer.setShort(index + fieldOffset, newValue);
    }

    /** States a header longer by this many octets, a multiple of four. */
    void growHeader(int octets) {
        headerLength += octets;
        replace(DATA_OFFSET, buffer.getUnsignedShort(index + DATA_OFFSET) + ((octets / 4) << 12));
    }
}
