// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mssclamp.path.Throughput;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers with a unit on the command line. */
final class Quantities {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int DIGITS = 9;
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,12}(?:[.][0-9]{1,9})?)([A-Za-z%]*)");

    private static final Map<String, BigDecimal> SECONDS =
            Map.of("us", new BigDecimal("0.000001"), "ms", new BigDecimal("0.001"), "s", BigDecimal.ONE);
    private static final Map<String, BigDecimal> SHARES = Map.of("%", new BigDecimal("0.01"));
    private static final Map<String, BigDecimal> OCTETS = Map.of(
            "", BigDecimal.ONE,
            "kB", new BigDecimal("1000"),
            "KiB", new BigDecimal("1024"),
            "MB", new BigDecimal("1000000"),
            "MiB", new BigDecimal("1048576"),
            "GB", new BigDecimal("1000000000"),
            "GiB", new BigDecimal("1073741824"));

    /** The largest first. */
    private static final Map<String, Long> BINARY = new LinkedHashMap<>();

    static {
        BINARY.put("GiB", 1L << 30);
        BINARY.put("MiB", 1L << 20);
        BINARY.put("KiB", 1L << 10);
    }

    private Quantities() {}

    /** A time, in seconds. */
    static final class Time implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double seconds = value(text, SECONDS);
            if (seconds >= 1e-6 && seconds <= 600) {
                return seconds;
            }
            throw refusal(text, "a time, allowed 1us-600s, with us, ms or s after it");
        }
    }

    /** A probe timer, in seconds: RFC 8899 5.1.1 allows none below a second. */
    static final class ProbeTimer implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double seconds = value(text, SECONDS);
            if (seconds >= 1 && seconds <= 600) {
                return seconds;
            }
            throw refusal(text, "a probe timer, allowed 1s-600s, with ms or s after it");
        }
    }

    /** The share of packets that is lost. */
    static final class Loss implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double share = value(text, SHARES);
            if (share >= 0 && share < 1) {
                return share;
            }
            throw refusal(text, "a loss, allowed 0% to less than 100%, with the sign");
        }
    }

    /** A receive window, in octets. */
    static final class Window implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            double octets = value(text, OCTETS);
            if (octets >= 1 && octets <= Throughput.LARGEST_WINDOW && octets == Math.rint(octets)) {
                return (long) octets;
            }
            throw refusal(
                    text,
                    "a window, allowed 1-" + Throughput.LARGEST_WINDOW
                            + " octets, or a number with kB, KiB, MB, MiB or GB after it");
        }
    }

    /** A whole number without unit. */
    static long count(String text, long low, long high, String what) {
        if (WHOLE.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (low <= number && number <= high) {
                return number;
            }
        }
        throw refusal(text, what + ", allowed " + low + "-" + high);
    }

    private static double value(String text, Map<String, BigDecimal> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            return Double.NaN;
        }
        return new BigDecimal(matcher.group(1))
                .multiply(units.getOrDefault(matcher.group(2), BigDecimal.ZERO))
                .doubleValue();
    }

    private static TypeConversionException refusal(String text, String what) {
        return Arguments.refusal(text, what);
    }

    /** A time as it is typed: {@code 100 ms}. */
    static String time(double seconds) {
        if (seconds >= 1) {
            return number(seconds) + " s";
        }
        return seconds >= 1e-3 ? number(seconds * 1e3) + " ms" : number(seconds * 1e6) + " us";
    }

    /** A share as a percentage, as exact as it was typed. */
    static String percent(double share) {
        return number(share * 100) + " %";
    }

    /** Octets in the largest unit that says them exactly. */
    static String octets(long octets) {
        for (Map.Entry<String, Long> unit : BINARY.entrySet()) {
            if (octets % unit.getValue() == 0) {
                return octets / unit.getValue() + " " + unit.getKey();
            }
        }
        return octets + " octets";
    }

    /** Without digits that only floating point has. */
    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }
}
