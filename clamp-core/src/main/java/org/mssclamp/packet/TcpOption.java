// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * One option of a TCP header, for people.
 *
 * @param kind its number, see the registry "TCP Option Kind Numbers"
 * @param value what is behind its kind and length, in hexadecimal
 */
public record TcpOption(int kind, String value) {
    static TcpOption of(ByteBuf buffer, int index, int length) {
        return new TcpOption(buffer.getUnsignedByte(index), ByteBufUtil.hexDump(buffer, index + 2, length - 2));
    }

    /** Such as {@code mss 1460}. */
    @Override
    public String toString() {
        return switch (kind) {
            case TcpOptionCursor.MSS -> named("mss", 2);
            case 3 -> named("window-scale", 1);
            case 4 -> named("sack-permitted", 0);
            case 8 -> named("timestamps", 8);
            case TcpOptionCursor.MD5_SIGNATURE -> "md5-signature";
            case TcpOptionCursor.TCP_AO -> "tcp-ao";
            case 30 -> octets("mptcp");
            case 34 -> octets("fast-open");
            default -> octets("kind-" + kind);
        };
    }

    private String named(String name, int octets) {
        if (value.length() != 2 * octets) {
            return octets(name);
        }
        return switch (octets) {
            case 0 -> name;
            case 8 -> name + " " + number(0, 8) + " " + number(8, 16);
            default -> name + " " + number(0, value.length());
        };
    }

    private long number(int begin, int end) {
        return Long.parseLong(value, begin, end, 16);
    }

    private String octets(String name) {
        return value.isEmpty() ? name : name + " 0x" + value;
    }
}
