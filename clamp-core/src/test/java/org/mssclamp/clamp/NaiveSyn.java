// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

/**
 * A second reading of packets, on arrays and from the RFCs, that says what the clamp must do to one.
 *
 * <p>Knows rules that match every SYN only. Used again and again, since millions of packets are read.
 */
final class NaiveSyn {
    private byte[] octets = {};
    private int length;

    /** Where the TCP header begins. */
    int tcp;

    int tcpHeaderLength;
    boolean fragment;
    boolean malformed;
    boolean signed;
    boolean signedByAo;
    int mssCount;
    /** Where the values of MSS options lie. */
    final int[] mssOffsets = new int[10];

    /** Whether a SYN lies in the first octets of an array. */
    boolean read(byte[] packet, int packetLength) {
        octets = packet;
        length = packetLength;
        fragment = false;
        tcp = -1;
        if (length >= 20 && nibble(0) == 4) {
            readIpv4();
        } else if (length >= 40 && nibble(0) == 6) {
            readIpv6();
        }
        if (tcp < 0 || tcp + 20 > length || (octet(tcp + 13) & 0b110) != 0b010) {
            return false;
        }
        tcpHeaderLength = 4 * nibble(tcp + 12);
        if (tcpHeaderLength < 20 || tcp + tcpHeaderLength > length) {
            return false;
        }
        readOptions();
        return true;
    }

    private void readIpv4() {
        int headerLength = 4 * (octet(0) % 16);
        int fragmentOffset = word(6) % 0x2000;
        if (headerLength >= 20 && headerLength <= length && word(2) == length && octet(9) == 6 && fragmentOffset == 0) {
            fragment = (octet(6) & 0x20) != 0;
            tcp = headerLength;
        }
    }

    private void readIpv6() {
        if (word(4) + 40 == length) {
            readExtension(octet(6), 40);
        }
    }

    private void readExtension(int kind, int offset) {
        if (kind == 6) {
            tcp = offset;
            return;
        }
        if (offset + 8 > length) {
            return;
        }
        int next = octet(offset);
        switch (kind) {
            case 0, 43, 60 -> readExtension(next, offset + 8 + 8 * octet(offset + 1));
            case 51 -> readExtension(next, offset + 8 + 4 * octet(offset + 1));
            case 44 -> {
                fragment = true;
                if (word(offset + 2) < 8) {
                    readExtension(next, offset + 8);
                }
            }
            default -> {}
        }
    }

    private void readOptions() {
        malformed = false;
        signed = false;
        signedByAo = false;
        mssCount = 0;
        int end = tcp + tcpHeaderLength;
        int i = tcp + 20;
        while (i < end && octet(i) != 0) {
            if (octet(i) == 1) {
                i++;
                continue;
            }
            if (i + 1 == end || octet(i + 1) < 2 || i + octet(i + 1) > end) {
                malformed = true;
                return;
            }
            readOption(i);
            i += octet(i + 1);
        }
    }

    private void readOption(int i) {
        if (octet(i) == 2 && octet(i + 1) == 4) {
            mssOffsets[mssCount++] = i + 2;
        }
        malformed |= octet(i) == 2 && octet(i + 1) != 4;
        signed |= octet(i) == 19 || octet(i) == 29;
        signedByAo |= octet(i) == 29;
    }

    /** Whether an option could be put in without harm, if the buffer has room. */
    boolean bearsAnotherOption() {
        return mssCount == 0
                && !malformed
                && !signed
                && !fragment
                && tcp + tcpHeaderLength == length
                && tcpHeaderLength <= 56
                && length <= 65531;
    }

    int word(int offset) {
        return octet(offset) * 256 + octet(offset + 1);
    }

    private int octet(int offset) {
        return octets[offset] & 0xFF;
    }

    private int nibble(int offset) {
        return octet(offset) / 16;
    }
}
