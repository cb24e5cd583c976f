// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.util.concurrent.TimeUnit;

/**
 * The clock that times in pcapng are of.
 *
 * @param exponent a tick is this power of a tenth of a second, or of half a second
 * @param offsetNs when it is 0, in ns since 1970
 */
record PcapngTicks(int exponent, boolean binary, long offsetNs) {
    static final PcapngTicks MICROSECONDS = new PcapngTicks(6, false, 0);

    private static final int NS_EXPONENT = 9;
    /** Of those that fit into 64 bits without a sign. */
    private static final int MAX_POWER_OF_TEN = 19;

    private static final long NS_PER_SECOND = 1_000_000_000;

    /** The highest bit says what the other bits are an exponent of. */
    PcapngTicks resolution(byte octet) {
        return new PcapngTicks(octet & 0x7F, octet < 0, offsetNs);
    }

    PcapngTicks offset(long ns) {
        return new PcapngTicks(exponent, binary, ns);
    }

    /** A time in ns since 1970; what is finer is cut off, and what is beyond the year 2262 has no meaning. */
    long ns(long ticks) {
        return offsetNs + (binary ? ofHalves(ticks) : ofTenths(ticks));
    }

    private long ofTenths(long ticks) {
        if (exponent <= NS_EXPONENT) {
            return ticks * power(NS_EXPONENT - exponent);
        }
        int over = exponent - NS_EXPONENT;
        return over > MAX_POWER_OF_TEN ? 0 : Long.divideUnsigned(ticks, power(over));
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private long ofHalves(long ticks) {
        if (exponent == 0) {
            return TimeUnit.SECONDS.toNanos(ticks);
        }
        if (exponent >= Long.SIZE) {
            return upperHalf(ticks) >>> (exponent - Long.SIZE);
        }
        return TimeUnit.SECONDS.toNanos(ticks >>> exponent) + upperHalf(ticks << (Long.SIZE - exponent));
    }

    /** Of the product of an unsigned number and the ns of a second, which has 128 bits. */
    private static long upperHalf(long number) {
        long product = Math.multiplyHigh(number, NS_PER_SECOND);
        return number < 0 ? product + NS_PER_SECOND : product;
    }
}
