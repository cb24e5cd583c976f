// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.mssclamp.config.Addresses;
import org.mssclamp.config.FormatException;
import org.mssclamp.config.Scalars;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;

/** Values as other programs write them. */
final class Literals {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int MAX_PORT = 0xFFFF;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern RANGE_SIGN = Pattern.compile("[:-]");

    private Literals() {}

    static int number(String text) throws UntranslatableException {
        if (!NUMBER.matcher(text).matches()) {
            throw new UntranslatableException(Shown.of(text) + " is no number");
        }
        return Integer.parseInt(text);
    }

    /** With {@code *} or {@code +} at the end for any end. */
    static InterfacePattern interfacePattern(String text) throws UntranslatableException {
        if (text.contains("$") || text.contains("%")) {
            throw new UntranslatableException(Shown.of(text) + " stands for a name that is said elsewhere");
        }
        if (!text.matches("[!-~]*")) {
            throw new UntranslatableException(Shown.of(text) + " is no name that a configuration can hold");
        }
        try {
            return Scalars.interfacePattern(text);
        } catch (FormatException e) {
            throw new UntranslatableException(Shown.of(text) + " is no name of an interface");
        }
    }

    /** An address, with a length or a mask or without; what is set behind the length is cleared. */
    static Prefix prefix(String text, boolean excluded) throws UntranslatableException {
        int slash = text.indexOf('/');
        Prefix address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = address.family() == Family.IPV4 ? IPV4_BITS : IPV6_BITS;
        int length = slash < 0 ? bits : length(text.substring(slash + 1), bits);
        Prefix block = address.shortened(length);
        boolean isAsWritten = block.high() == address.high() && block.low() == address.low();
        String written = isAsWritten ? address.text() : literal(block);
        return new Prefix(
                block.family(),
                block.high(),
                block.low(),
                length,
                excluded,
                length == bits ? written : written + "/" + length);
    }

    private static Prefix address(String text) throws UntranslatableException {
        try {
            return Addresses.address(text);
        } catch (FormatException e) {
            throw new UntranslatableException(Shown.of(text) + " is no address, and names are not looked up");
        }
    }

    private static int length(String text, int bits) throws UntranslatableException {
        if (text.contains(".") && bits == IPV4_BITS) {
            return maskLength(text);
        }
        int length = number(text);
        if (length > bits) {
            throw new UntranslatableException(Shown.of(text) + " is no length of a prefix");
        }
        return length;
    }

    private static int maskLength(String text) throws UntranslatableException {
        int mask = (int) address(text).low();
        int length = Integer.bitCount(mask);
        if (mask != (length == 0 ? 0 : -1 << (IPV4_BITS - length))) {
            throw new UntranslatableException("the mask " + Shown.of(text) + " has holes");
        }
        return length;
    }

    private static String literal(Prefix block) {
        if (block.family() == Family.IPV4) {
            long bits = block.low();
            return "%d.%d.%d.%d".formatted(bits >> 24 & 0xFF, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF);
        }
        byte[] octets = ByteBuffer.allocate(16)
                .putLong(block.high())
                .putLong(block.low())
                .array();
        try {
            return Inet6Address.getByAddress(null, octets, -1).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // there are sixteen
        }
    }

    /** The blocks of IPv4 addresses from one to another; ranges of IPv6 are none of the text's that were seen. */
    static List<Prefix> addressRange(String first, String last, boolean excluded) throws UntranslatableException {
        Prefix low = address(first);
        Prefix high = address(last);
        if (low.family() != Family.IPV4 || high.family() != Family.IPV4 || low.low() > high.low()) {
            throw new UntranslatableException("the range " + Shown.of(first + "-" + last) + " is none of IPv4");
        }
        List<Prefix> blocks = new ArrayList<>();
        long next = low.low();
        while (next <= high.low()) {
            int aligned = next == 0 ? IPV4_BITS : Math.min(Long.numberOfTrailingZeros(next), IPV4_BITS);
            int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(high.low() - next + 1);
            int free = Math.min(aligned, fitting);
            Prefix block = new Prefix(Family.IPV4, 0, next, IPV4_BITS - free, excluded, "");
            blocks.add(prefix(literal(block) + "/" + block.length(), excluded));
            next += 1L << free;
        }
        return blocks;
    }

    /** {@code 80}, {@code 1024:65535}, {@code 8000-8999}; an end that is left out is the farthest. */
    static PortRange ports(String text) throws UntranslatableException {
        String[] ends = RANGE_SIGN.split(text, 2);
        int low = ends[0].isEmpty() && ends.length > 1 ? 0 : port(ends[0]);
        int high = ends.length == 1 ? low : ends[1].isEmpty() ? MAX_PORT : port(ends[1]);
        if (low > high) {
            throw new UntranslatableException("the ports " + Shown.of(text) + " run backwards");
        }
        return new PortRange(low, high);
    }

    private static int port(String text) throws UntranslatableException {
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > MAX_PORT) {
            throw new UntranslatableException(Shown.of(text) + " is no port, and names are not looked up");
        }
        return Integer.parseInt(text);
    }

    /** All ports that are in none of these. */
    static List<PortRange> otherPorts(List<PortRange> ranges) {
        List<PortRange> others = new ArrayList<>();
        int next = 0;
        List<PortRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(PortRange::low));
        for (PortRange range : sorted) {
            if (range.low() > next) {
                others.add(new PortRange(next, range.low() - 1));
            }
            next = Math.max(next, range.high() + 1);
        }
        if (next <= MAX_PORT) {
            others.add(new PortRange(next, MAX_PORT));
        }
        return others;
    }

    /** {@code 1400}, {@code 1361:1536}, {@code 1361-1536}, {@code 1361:}. */
    static MssRange mss(String text, boolean excluded) throws UntranslatableException {
        PortRange range = ports(text); // 16 bits, too
        return new MssRange(range.low(), range.high(), excluded);
    }

    /** {@code VALUE} or {@code VALUE/MASK}. */
    static MarkMask mark(String text) throws UntranslatableException {
        try {
            return Scalars.mark(text);
        } catch (FormatException e) {
            throw new UntranslatableException(Shown.of(text) + " is no mark that a packet can have");
        }
    }
}
