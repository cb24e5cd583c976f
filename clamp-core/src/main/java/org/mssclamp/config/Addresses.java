// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Prefix;

/** Addresses and prefixes as literals: no names, no wildcards, no zones, and none of the short forms of inet_aton. */
public final class Addresses {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final String ADDRESS = ", allowed an IPv4 or IPv6 address";
    private static final String PREFIX = ADDRESS + ", with /LENGTH or without";
    private static final int IPV4_BITS = 32;
    private static final int MAPPED_BITS = 96;

    private Addresses() {}

    /** Apart, so that the library is not loaded unless it is asked. */
    private static final class Literal {
        static final IPAddressStringParameters STRICT = strict();

        private static IPAddressStringParameters strict() {
            IPAddressStringParameters.Builder builder = new IPAddressStringParameters.Builder()
                    .allowEmpty(false)
                    .allowAll(false)
                    .allowSingleSegment(false)
                    .allowPrefix(false)
                    .allowPrefixOnly(false)
                    .allowMask(false)
                    .allow_inet_aton(false)
                    .allowWildcardedSeparator(false)
                    .setRangeOptions(RangeParameters.NO_RANGE);
            builder.getIPv4AddressParametersBuilder().allowBinary(false).allowLeadingZeros(false);
            builder.getIPv6AddressParametersBuilder()
                    .allowZone(false)
                    .allowBase85(false)
                    .allow_mixed_inet_aton(false)
                    .allowBinary(false);
            return builder.toParams();
        }
    }

    /** A prefix, or an address as the prefix that holds nothing else; a leading {@code !} excludes it. */
    public static Prefix prefix(String text) throws FormatException {
        boolean excluded = text.startsWith("!");
        String written = excluded ? text.substring(1) : text;
        int slash = written.indexOf('/');
        Optional<Prefix> plain = plain(written, slash, excluded);
        if (plain.isPresent()) {
            return plain.get();
        }
        IPAddress address = literal(slash < 0 ? written : written.substring(0, slash), PREFIX);
        int length = slash < 0 ? address.getBitCount() : length(written.substring(slash + 1), address);
        refuseMapped(address, length, slash >= 0);
        Prefix prefix = prefixOf(address, length, excluded, written);
        if (!prefix.equals(prefix.shortened(length))) {
            String right = address.toPrefixBlock(length).getLower().toCanonicalString();
            throw new FormatException(
                    Quoted.of(written) + " has bits set behind the prefix, allowed none",
                    "write " + right + ", or " + address.toCanonicalString() + " for the one address");
        }
        return prefix;
    }

    /** Most prefixes, without the library; empty for what it may have to refuse. */
    private static Optional<Prefix> plain(String written, int slash, boolean excluded) {
        OptionalLong address = DottedQuad.address(slash < 0 ? written : written.substring(0, slash));
        OptionalInt length = slash < 0 ? OptionalInt.of(IPV4_BITS) : DottedQuad.length(written.substring(slash + 1));
        if (address.isEmpty() || length.isEmpty()) {
            return Optional.empty();
        }
        Prefix prefix = new Prefix(Family.IPV4, 0, address.getAsLong(), length.getAsInt(), excluded, written);
        return prefix.equals(prefix.shortened(prefix.length())) ? Optional.of(prefix) : Optional.empty();
    }

    /** One address, as the prefix that holds nothing else. */
    public static Prefix address(String text) throws FormatException {
        IPAddress address = literal(text, ADDRESS);
        refuseMapped(address, address.getBitCount(), false);
        return prefixOf(address, address.getBitCount(), false, text);
    }

    /**
     * An address as RFC 5952 has it.
     *
     * @param high octets 0 to 7 of an IPv6 address; 0 for IPv4
     * @param low octets 8 to 15 of an IPv6 address, or an IPv4 address as an unsigned number
     */
    public static String text(Family family, long high, long low) {
        return family == Family.IPV4
                ? new IPv4Address((int) low).toCanonicalString()
                : new IPv6Address(high, low).toCanonicalString();
    }

    private static Prefix prefixOf(IPAddress address, int length, boolean excluded, String written) {
        ByteBuffer octets = ByteBuffer.wrap(address.getBytes());
        if (address.isIPv4()) {
            return new Prefix(Family.IPV4, 0, Integer.toUnsignedLong(octets.getInt()), length, excluded, written);
        }
        return new Prefix(Family.IPV6, octets.getLong(), octets.getLong(), length, excluded, written);
    }

    private static IPAddress literal(String text, String allowed) throws FormatException {
        if (!LITERAL.matcher(text).matches()) {
            throw notAnAddress(text, allowed);
        }
        try {
            return new IPAddressString(text, Literal.STRICT).toAddress();
        } catch (AddressStringException e) {
            throw notAnAddress(text, allowed);
        }
    }

    private static FormatException notAnAddress(String text, String allowed) {
        String hint = null;
        if (HOST_NAME.matcher(text).matches()) {
            hint = "names are not looked up";
        } else if (text.indexOf('%') > 0) {
            hint = "write it without the zone: " + Quoted.of(text.substring(0, text.indexOf('%')));
        }
        return new FormatException(Quoted.of(text) + " is not an address" + allowed, hint);
    }

    private static int length(String text, IPAddress address) throws FormatException {
        int bits = address.getBitCount();
        if (LENGTH.matcher(text).matches() && Integer.parseInt(text) <= bits) {
            return Integer.parseInt(text);
        }
        throw new FormatException(Quoted.of(text) + " is not a prefix length, allowed 0-" + bits, maskHint(text));
    }

    /** Of {@code 10.0.0.0/255.0.0.0}. */
    private static @Nullable String maskHint(String text) {
        try {
            Integer length = literal(text, PREFIX).getBlockMaskPrefixLength(true);
            return length == null ? null : "write /" + length;
        } catch (FormatException e) {
            return null;
        }
    }

    private static void refuseMapped(IPAddress address, int length, boolean hasLength) throws FormatException {
        if (!address.isIPv6() || !address.toIPv6().isIPv4Mapped() || length < MAPPED_BITS) {
            return;
        }
        String embedded = address.toIPv6().getEmbeddedIPv4Address().toCanonicalString();
        throw new FormatException(
                "no packet bears an IPv4-mapped address, allowed IPv4 as such",
                "write " + embedded + (hasLength ? "/" + (length - MAPPED_BITS) : ""));
    }
}
