// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds packets for tests, well-formed unless told otherwise: lengths and checksums follow from the rest.
 *
 * <p>Begins as a SYN from port 1000 to port 4000 without options or data.
 */
public final class SynBuilder {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;

    private final Family family;
    private String from;
    private String to;
    private int sourcePort = 1000;
    private int destinationPort = 4000;
    private int flags = SYN;
    private int dataOffset = -1;
    private int protocol = 6;
    private int trafficClass;
    private int fragmentField;
    private int checksumError;
    private boolean checksumPending;
    private byte[] data = {};
    private final StringBuilder ipOptions = new StringBuilder();
    private final StringBuilder options = new StringBuilder();
    private final List<Integer> extensionKinds = new ArrayList<>();
    private final List<byte[]> extensions = new ArrayList<>();

    private SynBuilder(Family family, String from, String to) {
        this.family = family;
        this.from = from;
        this.to = to;
    }

    public static SynBuilder ipv4() {
        return new SynBuilder(Family.IPV4, "192.0.2.1", "198.51.100.2");
    }

    public static SynBuilder ipv6() {
        return new SynBuilder(Family.IPV6, "2001:db8::1", "2001:db8:ffff::2");
    }

    public static SynBuilder of(Family family) {
        return family == Family.IPV4 ? ipv4() : ipv6();
    }

    public SynBuilder from(String address) {
        from = address;
        return this;
    }

    public SynBuilder to(String address) {
        to = address;
        return this;
    }

    public SynBuilder ports(int source, int destination) {
        sourcePort = source;
        destinationPort = destination;
        return this;
    }

    /** Sets all flags of the TCP header. */
    public SynBuilder flags(int bits) {
        flags = bits;
        return this;
    }

    /** Appends an MSS option. */
    public SynBuilder mss(int value) {
        return option(String.format("0204%04x", value));
    }

    /** Appends option octets, in hex; together they must fill words of four. */
    public SynBuilder option(String hex) {
        options.append(hex.replace(" ", ""));
        return this;
    }

    /** Appends octets to the options of the IPv4 header, in hex. */
    public SynBuilder ipOption(String hex) {
        ipOptions.append(hex.replace(" ", ""));
        return this;
    }

    /** Appends an IPv6 extension header, in hex; its first octet, the next header, is filled in. */
    public SynBuilder extension(int kind, String hex) {
        extensionKinds.add(kind);
        extensions.add(Octets.hex(hex));
        return this;
    }

    /** States a data offset that the options do not ask for. */
    public SynBuilder dataOffset(int words) {
        dataOffset = words;
        return this;
    }

    /** States another protocol than TCP. */
    public SynBuilder protocol(int number) {
        protocol = number;
        return this;
    }

    /** Sets the traffic class: DSCP in the high six bits, ECN in the low two. */
    public SynBuilder trafficClass(int octet) {
        trafficClass = octet;
        return this;
    }

    /** Sets flags and offset of the IPv4 header. */
    public SynBuilder fragmentField(int bits) {
        fragmentField = bits;
        return this;
    }

    /** Appends data that no test mistakes for options. */
    public SynBuilder data(int octets) {
        data = new byte[octets];
        for (int i = 0; i < octets; i++) {
            data[i] = (byte) (0x80 + i);
        }
        return this;
    }

    /** Makes the TCP checksum wrong by this much. */
    public SynBuilder checksumError(int amount) {
        checksumError = amount;
        return this;
    }

    /** Leaves the sum of the pseudo-header in the checksum field, as the kernel does where a device is to complete it. */
    public SynBuilder checksumPending() {
        checksumPending = true;
        return this;
    }

    /** The octets of the packet. */
    public byte[] build() {
        int tcpOffset = ipHeaderLength();
        byte[] optionOctets = Octets.hex(options.toString());
        byte[] octets = new byte[tcpOffset + 20 + optionOctets.length + data.length];
        ByteBuffer packet = ByteBuffer.wrap(octets);
        if (family == Family.IPV4) {
            putIpv4(packet);
        } else {
            putIpv6(packet);
        }
        int words = dataOffset >= 0 ? dataOffset : 5 + (optionOctets.length + 3) / 4;
        packet.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(0x01020304)
                .putInt(0);
        packet.putShort((short) (words << 12 | flags)).putShort((short) 64240).putInt(0);
        packet.put(optionOctets).put(data);
        packet.putShort(tcpOffset + 16, (short) checksum(octets, tcpOffset));
        return octets;
    }

    /** Octets of the IP and TCP headers, options and extension headers included. */
    public int headerOctets() {
        return ipHeaderLength() + 20 + options.length() / 2;
    }

    private int ipHeaderLength() {
        int octets = family == Family.IPV4 ? 20 + ipOptions.length() / 2 : 40;
        for (byte[] extension : extensions) {
            octets += extension.length;
        }
        return octets;
    }

    private void putIpv4(ByteBuffer packet) {
        int headerLength = ipHeaderLength();
        packet.put((byte) (0x40 | headerLength / 4)).put((byte) trafficClass).putShort((short) packet.capacity());
        packet.putShort((short) 0x1234).putShort((short) fragmentField);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.put(address(from)).put(address(to)).put(Octets.hex(ipOptions.toString()));
        byte[] header = new byte[headerLength];
        packet.get(0, header);
        packet.putShort(10, (short) NaiveChecksum.of(header));
    }

    private void putIpv6(ByteBuffer packet) {
        packet.putInt(0x60000000 | trafficClass << 20).putShort((short) (packet.capacity() - 40));
        packet.put((byte) nextHeader(0)).put((byte) 64);
        packet.put(address(from)).put(address(to));
        for (int i = 0; i < extensions.size(); i++) {
            int start = packet.position();
            packet.put(extensions.get(i)).put(start, (byte) nextHeader(i + 1));
        }
    }

    private int nextHeader(int extension) {
        return extension < extensionKinds.size() ? extensionKinds.get(extension) : protocol;
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private int checksum(byte[] packet, int tcpOffset) {
        int sum = NaiveChecksum.ofSegment(packet, tcpOffset);
        if (checksumPending) {
            byte[] segment = Arrays.copyOfRange(packet, tcpOffset, packet.length);
            return (sum + NaiveChecksum.of(segment)) % 0xFFFF;
        }
        return ((~sum & 0xFFFF) + checksumError) % 0xFFFF;
    }
}
