// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.libc;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An echo request, and what of its reply shows that it is one.
 *
 * <pre>
 *   type 0, code 1, checksum 2, identifier 4, sequence 6, token 8, zeros
 * </pre>
 *
 * A ping socket has an identifier and a checksum of its own written over ours; a raw one for IPv6 a checksum.
 *
 * @param octets of the message, from its type on
 * @param token what no one knows who did not get the request
 */
record EchoRequest(boolean ipv4, int octets, int identifier, long token) {
    static final int MIN_OCTETS = 16;

    private static final int TYPE_IPV4 = 8;
    private static final int REPLY_IPV4 = 0;
    private static final int TYPE_IPV6 = 128;
    private static final int REPLY_IPV6 = 129;
    private static final int CHECKSUM = 2;
    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;
    private static final int TOKEN = 8;

    /** One with a token and an identifier drawn for it. */
    static EchoRequest of(boolean ipv4, int octets) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new EchoRequest(ipv4, octets, random.nextInt(1, 0x1_0000), random.nextLong());
    }

    byte[] message(int sequence) {
        ByteBuffer message = ByteBuffer.allocate(octets)
                .put(0, (byte) (ipv4 ? TYPE_IPV4 : TYPE_IPV6))
                .putShort(IDENTIFIER, (short) identifier)
                .putShort(SEQUENCE, (short) sequence)
                .putLong(TOKEN, token);
        if (ipv4) {
            message.putShort(CHECKSUM, checksum(message));
        }
        return message.array();
    }

    /** RFC 1071, of a message whose checksum is zero. */
    private static short checksum(ByteBuffer message) {
        int sum = 0;
        for (int i = 0; i + 1 < message.capacity(); i += 2) {
            sum += Short.toUnsignedInt(message.getShort(i));
        }
        if (message.capacity() % 2 == 1) {
            sum += Byte.toUnsignedInt(message.get(message.capacity() - 1)) << Byte.SIZE;
        }
        sum = (sum & 0xFFFF) + (sum >>> Short.SIZE);
        return (short) ~((sum & 0xFFFF) + (sum >>> Short.SIZE));
    }

    /** Whether a message is the reply to it, all of it. */
    boolean isAnsweredBy(ByteBuffer message) {
        return message.remaining() == octets
                && message.get(message.position()) == (byte) (ipv4 ? REPLY_IPV4 : REPLY_IPV6)
                && message.getLong(message.position() + TOKEN) == token;
    }

    /** Whether what an error quotes is the beginning of a request of this identifier. */
    boolean isQuotedBy(ByteBuffer message) {
        return message.remaining() >= TOKEN
                && message.get(message.position()) == (byte) (ipv4 ? TYPE_IPV4 : TYPE_IPV6)
                && Short.toUnsignedInt(message.getShort(message.position() + IDENTIFIER)) == identifier;
    }
}
