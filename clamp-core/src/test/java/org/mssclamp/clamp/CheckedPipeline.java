// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import static org.mssclamp.rule.Interfaces.ETH0;
import static org.mssclamp.rule.Interfaces.WG0;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.mssclamp.packet.Octets;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;

/**
 * A pipeline that gives each packet in a buffer without a spare octet, and compares every octet afterwards with what a
 * naive reading expects.
 */
final class CheckedPipeline {
    /** The longest packet it takes. */
    static final int MAX_PACKET_OCTETS = 400;

    private static final int MAX_CAPACITY = MAX_PACKET_OCTETS + 16;

    private final SynPipeline pipeline;
    private final int limit;
    private final boolean adds;
    private final boolean clampsTcpAo;
    private final boolean observes;

    private final NaiveSyn naive = new NaiveSyn();
    private final PacketContext context = new PacketContext();
    private final ByteBuf[] buffers = new ByteBuf[MAX_CAPACITY + 1];
    private final byte[] expected = new byte[MAX_CAPACITY];
    private final byte[] found = new byte[MAX_CAPACITY];

    /** Expects what the rules do to every SYN. */
    private CheckedPipeline(SynPipeline pipeline, int limit, boolean adds, boolean clampsTcpAo, boolean observes) {
        this.pipeline = pipeline;
        this.limit = limit;
        this.adds = adds;
        this.clampsTcpAo = clampsTcpAo;
        this.observes = observes;
    }

    /** One for each kind of rule and policy, all counting into the same counters. */
    static List<CheckedPipeline> ofEveryKind(PacketCounters counters) {
        Policy other = new Policy(true, true);
        return List.of(
                new CheckedPipeline(
                        pipeline(counters, Policy.DEFAULT, RuleBuilder.rule("leave")), 1400, false, false, false),
                new CheckedPipeline(
                        pipeline(
                                counters,
                                other,
                                RuleBuilder.rule("looks")
                                        .from("0.0.0.0/1")
                                        .from("!10.0.0.0/8")
                                        .from("2000::/3")
                                        .mssNot(0, 500)
                                        .sourcePorts(1, 30_000)
                                        .observe()
                                        .continues(),
                                RuleBuilder.rule("add").setMss(600).adds()),
                        600,
                        true,
                        true,
                        false),
                new CheckedPipeline(
                        pipeline(
                                counters,
                                Policy.DEFAULT,
                                RuleBuilder.rule("first").adds().continues(),
                                RuleBuilder.rule("second").setMss(300).adds()),
                        300,
                        true,
                        false,
                        false),
                new CheckedPipeline(
                        pipeline(
                                counters,
                                Policy.DEFAULT,
                                RuleBuilder.rule("observe").observe().adds()),
                        1400,
                        true,
                        false,
                        true));
    }

    private static SynPipeline pipeline(PacketCounters counters, Policy policy, RuleBuilder... rules) {
        RuleTable table =
                new RuleTable(Arrays.stream(rules).map(RuleBuilder::build).toList());
        return new SynPipeline(table, policy, false, Paths.NONE, counters);
    }

    /**
     * Processes a packet and fails if more, less or other octets changed than should have.
     *
     * @param length octets of the packet in the kernel, the first of the array
     * @param captured how many of them are given to the pipeline
     * @param before octets before the packet in its buffer
     * @param behind octets behind the packet in its buffer; a packet can grow by four if these are there
     */
    void process(byte[] packet, int length, int captured, int before, int behind, boolean checksumPending) {
        int capacity = before + captured + behind;
        expect(packet, captured, before, capacity);
        ByteBuf buffer = buffer(capacity).setBytes(0, expected, 0, capacity);
        context.fill(WG0, ETH0, 1, checksumPending);
        Outcome outcome;
        try {
            outcome = pipeline.process(buffer, before, captured, length, context);
        } catch (RuntimeException e) {
            throw new AssertionError(e.toString(), e);
        }
        buffer.getBytes(0, found, 0, capacity);
        int lengthAfter = captured == length && !observes && naive.read(packet, length)
                ? expectChange(packet, length, before, behind, checksumPending)
                : 0;
        check(outcome.changesPacket() == lengthAfter > 0, outcome.label());
        check(lengthAfter == 0 || pipeline.length() == lengthAfter, "length");
        int differs = Arrays.mismatch(expected, 0, capacity, found, 0, capacity);
        if (differs >= 0) {
            throw new AssertionError(outcome.label() + ": octet " + (differs - before) + " of "
                    + Octets.hex(Arrays.copyOfRange(found, before, capacity)) + " is not as it should be");
        }
    }

    private ByteBuf buffer(int capacity) {
        if (buffers[capacity] == null) {
            buffers[capacity] = Octets.direct(capacity);
        }
        return buffers[capacity];
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " is not as it should be");
        }
    }

    private void expect(byte[] packet, int captured, int before, int capacity) {
        Arrays.fill(expected, 0, before, Octets.POISON);
        System.arraycopy(packet, 0, expected, before, captured);
        Arrays.fill(expected, before + captured, capacity, Octets.POISON);
    }

    /** Brings the expected octets to what they should be now, and returns the new length, or 0 if nothing changes. */
    private int expectChange(byte[] packet, int length, int before, int behind, boolean checksumPending) {
        if (naive.mssCount == 0) {
            return adds && naive.bearsAnotherOption() && behind >= 4
                    ? expectAdded(packet, length, before, checksumPending)
                    : 0;
        }
        boolean lowers = false;
        for (int i = 0; i < naive.mssCount; i++) {
            if (naive.word(naive.mssOffsets[i]) > limit) {
                lowers = true;
                put(before + naive.mssOffsets[i], limit);
            }
        }
        if (!lowers) {
            return 0;
        }
        if (naive.signedByAo && !clampsTcpAo) {
            expect(packet, length, before, before + length + behind);
            return 0;
        }
        expectChecksum(packet, length, before, length, checksumPending);
        return length;
    }

    private int expectAdded(byte[] packet, int length, int before, boolean checksumPending) {
        boolean ipv4 = packet[0] >>> 4 == 4;
        int options = naive.tcp + 20;
        System.arraycopy(packet, options, expected, before + options + 4, length - options);
        put(before + options, 0x0204);
        put(before + options + 2, Math.min(limit, ipv4 ? 536 : 1220));
        put(before + naive.tcp + 12, naive.word(naive.tcp + 12) + 0x1000);
        put(before + (ipv4 ? 2 : 4), ipv4 ? length + 4 : length + 4 - 40);
        if (ipv4) {
            // The header's sum stays what it was, right or wrong.
            check(sum(found, before, naive.tcp) == sum(packet, 0, naive.tcp), "IPv4 header checksum");
            System.arraycopy(found, before + 10, expected, before + 10, 2);
        }
        expectChecksum(packet, length, before, length + 4, checksumPending);
        return length + 4;
    }

    /** Takes the TCP checksum as it was found if it is wrong by as much as before. */
    private void expectChecksum(byte[] packet, int length, int before, int lengthAfter, boolean checksumPending) {
        int tcp = naive.tcp;
        int segment = sum(packet, tcp, length - tcp);
        int field = naive.word(tcp + 16);
        // Completed, the segment's sum is the negative of what the field held.
        int sumBefore = checksumPending ? 0xFFFF - field : segment;
        int sumAfter = sum(found, before + tcp, lengthAfter - tcp) + (lengthAfter - length);
        check(sumBefore % 0xFFFF == sumAfter % 0xFFFF, "TCP checksum");
        System.arraycopy(found, before + tcp + 16, expected, before + tcp + 16, 2);
    }

    private static int sum(byte[] octets, int from, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int octet = octets[from + i] & 0xFF;
            sum += i % 2 == 0 ? octet * 256 : octet;
        }
        return sum % 0xFFFF;
    }

    private void put(int offset, int value) {
        expected[offset] = (byte) (value / 256);
        expected[offset + 1] = (byte) value;
    }
}
