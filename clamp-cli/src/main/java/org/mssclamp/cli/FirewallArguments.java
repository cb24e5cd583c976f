// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.QueueNumbers;
import org.mssclamp.config.Scalars;
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Chain;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.SetMss;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values on the command line that say what a firewall is to do. */
final class FirewallArguments {
    private static final int LARGEST_PACKET = 65535;

    private FirewallArguments() {}

    /** IP versions that rules are for. */
    enum Families {
        IPV4("ipv4"),
        IPV6("ipv6"),
        BOTH("both");

        private final String label;

        Families(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        Set<Family> members() {
            return switch (this) {
                case IPV4 -> EnumSet.of(Family.IPV4);
                case IPV6 -> EnumSet.of(Family.IPV6);
                case BOTH -> EnumSet.allOf(Family.class);
            };
        }
    }

    /** One {@link Backend}. */
    static final class BackendName implements ITypeConverter<Backend> {
        @Override
        public Backend convert(String text) {
            return choice(text, Backend.values(), Backend::label, "a backend");
        }
    }

    /** One {@link Chain}. */
    static final class ChainName implements ITypeConverter<Chain> {
        @Override
        public Chain convert(String text) {
            return choice(text, Chain.values(), Chain::name, "a chain");
        }
    }

    /** One of {@link Families}. */
    static final class FamilyName implements ITypeConverter<Families> {
        @Override
        public Families convert(String text) {
            return choice(text, Families.values(), Families::label, "a family");
        }
    }

    /** Queue numbers, one or a range. */
    static final class Queues implements ITypeConverter<QueueNumbers> {
        @Override
        public QueueNumbers convert(String text) {
            try {
                return Scalars.queueNumbers(text);
            } catch (FormatException e) {
                throw new TypeConversionException(Arguments.message(e));
            }
        }
    }

    /** An MSS for IPv4, and one for IPv6 or what its longer header leaves of the first. */
    static final class Limits implements ITypeConverter<SetMss> {
        @Override
        public SetMss convert(String text) {
            int comma = text.indexOf(',');
            int ipv4 = mss(comma < 0 ? text : text.substring(0, comma), Family.IPV4);
            if (comma >= 0) {
                return new SetMss(ipv4, mss(text.substring(comma + 1), Family.IPV6));
            }
            int longer = Family.IPV6.fixedHeaderOctets() - Family.IPV4.fixedHeaderOctets();
            return new SetMss(ipv4, Math.max(ipv4 - longer, Action.FLOOR));
        }

        private static int mss(String text, Family family) {
            return Arguments.number(text, Action.FLOOR, family.mss(LARGEST_PACKET), "an MSS for " + family.label());
        }
    }

    private static <T> T choice(String text, T[] allowed, Function<T, String> label, String what) {
        return Arrays.stream(allowed)
                .filter(one -> label.apply(one).equals(text))
                .findFirst()
                .orElseThrow(() -> Arguments.refusal(
                        text,
                        what + ", allowed " + Arrays.stream(allowed).map(label).collect(Collectors.joining(", "))));
    }
}
