// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.diff;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.packet.TcpHeader;

/** What two frames of one packet have differently, field by field. */
final class FrameFields {
    private static final List<FixedField> IPV4 = List.of(
            FixedField.number("ip.dscp-ecn", 1, 1),
            FixedField.number("ip.length", 2, 2),
            FixedField.hex("ip.id", 4, 2),
            FixedField.hex("ip.fragment", 6, 2),
            FixedField.number("ip.ttl", 8, 1),
            FixedField.hex("ip.checksum", 10, 2),
            FixedField.hex("ip.source", 12, 4),
            FixedField.hex("ip.destination", 16, 4));
    private static final List<FixedField> IPV6 = List.of(
            FixedField.hex("ip.class-flow", 0, 4),
            FixedField.number("ip.payload-length", 4, 2),
            FixedField.number("ip.hop-limit", 7, 1),
            FixedField.hex("ip.source", 8, 16),
            FixedField.hex("ip.destination", 24, 16));
    private static final List<FixedField> TCP = List.of(
            FixedField.number("tcp.source-port", 0, 2),
            FixedField.number("tcp.destination-port", 2, 2),
            FixedField.number("tcp.sequence", 4, 4),
            FixedField.number("tcp.acknowledgment", 8, 4),
            FixedField.hex("tcp.offset-flags", 12, 2),
            FixedField.number("tcp.window", 14, 2),
            FixedField.hex("tcp.checksum", 16, 2),
            FixedField.number("tcp.urgent", 18, 2));

    private static final int NS_PER_SECOND = 1_000_000_000;
    private static final int IPV4_FIXED_OCTETS = 20;
    private static final int IPV6_FIXED_OCTETS = 40;

    private final StoredFrame one;
    private final StoredFrame other;
    private final List<ChangedField> changed = new ArrayList<>();

    private FrameFields(StoredFrame one, StoredFrame other) {
        this.one = one;
        this.other = other;
    }

    /** The fields that differ, at least one if the frames do. */
    static List<ChangedField> compare(StoredFrame one, StoredFrame other) {
        FrameFields fields = new FrameFields(one, other);
        fields.addFrame();
        fields.addPacket();
        return fields.changed;
    }

    private void addFrame() {
        add("time", time(one), time(other));
        add("frame.captured", one.octets().capacity(), other.octets().capacity());
        add("frame.length", Integer.toUnsignedLong(one.wireLength()), Integer.toUnsignedLong(other.wireLength()));
        addOctets("link-header", 0, one.packetOffset(), 0, other.packetOffset());
    }

    private void addPacket() {
        Headers a = one.headers();
        Headers b = other.headers();
        if (a.version() == 0 || a.version() != b.version() || a.isTcp() != b.isTcp()) {
            addOctets("packet", a.ip(), a.end(), b.ip(), b.end());
        } else {
            addIp(a, b);
            if (a.isTcp()) {
                addTcp(a, b);
            } else {
                addOctets("payload", a.transport(), a.end(), b.transport(), b.end());
            }
        }
        addOctets(
                "trailer",
                a.end(),
                one.octets().capacity(),
                b.end(),
                other.octets().capacity());
    }

    private void addIp(Headers a, Headers b) {
        boolean ipv4 = a.version() == 4;
        (ipv4 ? IPV4 : IPV6).forEach(field -> add(field, a.ip(), b.ip()));
        int fixed = ipv4 ? IPV4_FIXED_OCTETS : IPV6_FIXED_OCTETS;
        addOctets(ipv4 ? "ip.options" : "ip.extensions", a.ip() + fixed, a.transport(), b.ip() + fixed, b.transport());
    }

    private void addTcp(Headers a, Headers b) {
        String mss = mss(one);
        String otherMss = mss(other);
        add("tcp.mss", mss, otherMss);
        TCP.forEach(field -> add(field, a.transport(), b.transport()));
        if (mss.equals(otherMss)) {
            addOctets(
                    "tcp.options",
                    a.transport() + TcpHeader.MIN_OCTETS,
                    a.transport() + a.tcpOctets(),
                    b.transport() + TcpHeader.MIN_OCTETS,
                    b.transport() + b.tcpOctets());
        }
        addOctets("tcp.data", a.transport() + a.tcpOctets(), a.end(), b.transport() + b.tcpOctets(), b.end());
    }

    /** The options of a SYN, if it has any. */
    private static String mss(StoredFrame frame) {
        SynPacket syn = new SynPacket();
        DecodeResult decoded =
                syn.decode(frame.octets(), frame.packetOffset(), frame.packetLength(), frame.packetWireLength());
        if (decoded != DecodeResult.SYN) {
            return "";
        }
        StringJoiner values = new StringJoiner(" ");
        for (int i = 0; i < syn.mssCount(); i++) {
            values.add(Integer.toString(syn.mss(i)));
        }
        return syn.mssCount() == 0 ? "none" : values.toString();
    }

    private static String time(StoredFrame frame) {
        return frame.hasTime()
                ? String.format(
                        "%d.%09d",
                        Math.floorDiv(frame.timeNs(), NS_PER_SECOND), Math.floorMod(frame.timeNs(), NS_PER_SECOND))
                : "none";
    }

    private void add(FixedField field, int index, int otherIndex) {
        add(field.name(), field.text(one.octets(), index), field.text(other.octets(), otherIndex));
    }

    private void add(String name, long value, long otherValue) {
        add(name, Long.toString(value), Long.toString(otherValue));
    }

    private void add(String name, String value, String otherValue) {
        if (!value.equals(otherValue)) {
            changed.add(new ChangedField(name, value, otherValue));
        }
    }

    private void addOctets(String name, int start, int end, int otherStart, int otherEnd) {
        ByteBuf octets = one.octets();
        if (end - start != otherEnd - otherStart
                || !ByteBufUtil.equals(octets, start, other.octets(), otherStart, end - start)) {
            changed.add(new ChangedField(name, "", ""));
        }
    }
}
