// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often the kernel sends ICMPv6 errors; see {@code icmp/ratelimit} in Documentation/networking/ip-sysctl.rst.
 *
 * <p>Those of IPv4 that say what is too big are never limited: icmpv4_mask_allow in net/ipv4/icmp.c.
 *
 * @param mask ranges of the types that are limited
 * @param intervalMillis between two to the same host; 0 for no limit
 * @param perSecond to all hosts; empty if this namespace does not say
 */
record IcmpLimits(String mask, OptionalLong intervalMillis, OptionalLong perSecond) {
    private static final int PACKET_TOO_BIG = 2;
    private static final long FEW_PER_SECOND = 100;

    /** A range of types, both ends included. */
    private record Types(int first, int last) {
        Stream<Types> without(int type) {
            return type < first || last < type
                    ? Stream.of(this)
                    : Stream.of(new Types(first, type - 1), new Types(type + 1, last));
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    static IcmpLimits read(Facts facts) throws UnseenException {
        return new IcmpLimits(
                facts.machine().read("/proc/sys/net/ipv6/icmp/ratemask").text().strip(),
                facts.setting("net/ipv6/icmp/ratelimit"),
                facts.setting("net/ipv4/icmp_msgs_per_sec"));
    }

    /** Whether senders may not learn what is too big; throws if the mask cannot be read. */
    boolean areStrict() throws UnseenException {
        boolean limitsTooBig =
                types().anyMatch(range -> range.first() <= PACKET_TOO_BIG && PACKET_TOO_BIG <= range.last());
        return limitsTooBig && (intervalMillis.orElse(0) > 0 || perSecond.orElse(FEW_PER_SECOND) < FEW_PER_SECOND);
    }

    /** The mask without those. */
    String milder() throws UnseenException {
        return types().flatMap(range -> range.without(PACKET_TOO_BIG))
                .filter(range -> range.first() <= range.last())
                .map(Types::toString)
                .collect(Collectors.joining(","));
    }

    private Stream<Types> types() throws UnseenException {
        try {
            return Arrays.stream(mask.isEmpty() ? new String[0] : mask.split(",", -1))
                    .map(IcmpLimits::range)
                    .toList()
                    .stream();
        } catch (NumberFormatException unknown) {
            throw new UnseenException("net.ipv6.icmp.ratemask is " + mask);
        }
    }

    private static Types range(String text) {
        String[] ends = text.split("-", -1);
        return new Types(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[ends.length - 1].strip()));
    }
}
