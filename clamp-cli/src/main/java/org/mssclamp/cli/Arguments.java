// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.Scalars;
import org.mssclamp.probe.ProbePlan;
import org.mssclamp.probe.Strategy;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.tunnel.TunnelStack;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values on the command line, in the formats of the configuration: one of each, where that has many. */
final class Arguments {
    private static final int LONGEST_SECONDS = 2_500;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    private Arguments() {}

    /** One IPv4 or IPv6 address. */
    static final class Address implements ITypeConverter<Prefix> {
        @Override
        public Prefix convert(String text) {
            try {
                return Addresses.address(text);
            } catch (FormatException e) {
                throw new TypeConversionException(message(e));
            }
        }
    }

    /** One prefix or address, or with {@code !} all but those. */
    static final class Network implements ITypeConverter<Prefix> {
        @Override
        public Prefix convert(String text) {
            try {
                return Addresses.prefix(text);
            } catch (FormatException e) {
                throw new TypeConversionException(message(e));
            }
        }
    }

    /** One interface. */
    static final class InterfaceName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                return Scalars.interfaceName(text);
            } catch (FormatException e) {
                throw new TypeConversionException(message(e));
            }
        }
    }

    /** One TCP port. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                PortRange ports = Scalars.ports(text);
                if (ports.low() == ports.high()) {
                    return ports.low();
                }
            } catch (FormatException e) {
                // Refused below.
            }
            throw refusal(text, "a port, allowed 0-65535");
        }
    }

    /** A packet mark, all of it. */
    static final class Mark implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                return Scalars.packetMark(text);
            } catch (FormatException e) {
                throw new TypeConversionException(message(e));
            }
        }
    }

    /** The MSS a SYN announces, or that it announces none. */
    static final class Mss implements ITypeConverter<OptionalInt> {
        @Override
        public OptionalInt convert(String text) {
            if (text.equals("none")) {
                return OptionalInt.empty();
            }
            try {
                MssRange range = Scalars.mss(text);
                if (range.low() == range.high() && !range.excluded()) {
                    return OptionalInt.of(range.low());
                }
            } catch (FormatException e) {
                // Refused below.
            }
            throw refusal(text, "an MSS, allowed 0-" + MssRange.MAX + " or none");
        }
    }

    /** What the path outside of tunnels carries. */
    static final class PathMtu implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, TunnelStack.MIN_PATH_MTU, TunnelStack.MAX_PATH_MTU, "an MTU");
        }
    }

    /** How a search goes from size to size. */
    static final class Search implements ITypeConverter<Strategy> {
        @Override
        public Strategy convert(String text) {
            return Arrays.stream(Strategy.values())
                    .filter(strategy -> strategy.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> refusal(text, "a search, allowed " + labels()));
        }

        private static String labels() {
            return Arrays.stream(Strategy.values()).map(Strategy::label).collect(Collectors.joining(", "));
        }
    }

    /** The largest packet to try. */
    static final class MaxMtu implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, ProbePlan.LEAST_MAX_MTU, TunnelStack.MAX_PATH_MTU, "an MTU");
        }
    }

    /** How many rounds to measure. */
    static final class Rounds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 1, 10_000, "a number of rounds");
        }
    }

    /** How many differences to tell of. */
    static final class Differences implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 1, 99_999, "a number of differences");
        }
    }

    /** How long to measure. */
    static final class Seconds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 1, LONGEST_SECONDS, "a number of seconds");
        }
    }

    /** Seconds, or none. */
    static final class SecondsOrNone implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.equals("0") ? 0 : number(text, 1, LONGEST_SECONDS, "0 or a number of seconds");
        }
    }

    static int number(String text, int low, int high, String what) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < low || number > high) {
            throw refusal(text, what + ", allowed " + low + "-" + high);
        }
        return number;
    }

    /** What is the matter, with the hint on a line of its own. */
    static String message(FormatException e) {
        return e.getMessage() + e.hint().map(line -> "\nhint: " + line).orElse("");
    }

    static TypeConversionException refusal(String text, String what) {
        return new TypeConversionException('"' + text + "\" is not " + what);
    }
}
