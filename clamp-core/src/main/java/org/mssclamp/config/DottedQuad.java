// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * IPv4 prefixes as nearly all are written: four numbers from 0 to 255 without leading zeros, and a length or none.
 *
 * <p>For speed alone, where files have ten thousand of them. It need not know a prefix; {@link Addresses} asks the library then,
 * which alone says what is wrong with a text.
 */
final class DottedQuad {
    private static final int OCTETS = 4;
    private static final int MAX_OCTET = 255;
    private static final int MAX_LENGTH = 32;

    private DottedQuad() {}

    /** The address as an unsigned number; empty if the text is not of this form. */
    static OptionalLong address(String text) {
        long address = 0;
        int start = 0;
        for (int octet = 0; octet < OCTETS; octet++) {
            int dot = text.indexOf('.', start);
            int end = octet == OCTETS - 1 ? text.length() : dot;
            OptionalInt value = end < 0 || (end == text.length() && dot >= 0)
                    ? OptionalInt.empty()
                    : number(text, start, end, MAX_OCTET);
            if (value.isEmpty()) {
                return OptionalLong.empty();
            }
            address = address << Byte.SIZE | value.getAsInt();
            start = end + 1;
        }
        return OptionalLong.of(address);
    }

    /** The length of a prefix; empty if the text is not of this form. */
    static OptionalInt length(String text) {
        return number(text, 0, text.length(), MAX_LENGTH);
    }

    private static OptionalInt number(String text, int start, int end, int max) {
        int digits = end - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalInt.empty();
            }
            number = 10 * number + digit;
        }
        return number <= max ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
