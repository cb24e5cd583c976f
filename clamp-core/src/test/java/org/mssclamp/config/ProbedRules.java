// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.PacketCounters;
import org.mssclamp.clamp.Paths;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.oracle.NaiveRules;
import org.mssclamp.packet.DecodeResult;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.Octets;
import org.mssclamp.packet.SynBuilder;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.Interfaces;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.PortRange;
import org.mssclamp.rule.Prefix;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;

/**
 * The rules of a configuration, compiled, under SYNs that lie at the borders of what each rule asks for: they must match
 * and change what naive rules do.
 */
final class ProbedRules {
    private static final int MAX_PROBED_RULES = 8;
    private static final int PROBES_OF_A_RULE = 4;
    private static final int ADDED_OCTETS = 4;

    /** Without and with an MSS option. */
    private static final List<byte[]> IPV4_SYNS =
            List.of(SynBuilder.ipv4().build(), SynBuilder.ipv4().mss(0).build());

    private static final List<byte[]> IPV6_SYNS =
            List.of(SynBuilder.ipv6().build(), SynBuilder.ipv6().mss(0).build());

    private final List<Rule> rules;
    private final NaiveRules naive;
    private final RuleTable table;
    private final SynPipeline pipeline;
    private final SynPacket syn = new SynPacket();
    private final PacketContext context = new PacketContext();

    /** Compiles the rules. */
    ProbedRules(Configuration configuration) {
        rules = configuration.rules();
        naive = new NaiveRules(rules);
        table = new RuleTable(rules);
        pipeline = new SynPipeline(table, configuration.policy(), false, Paths.NONE, new PacketCounters());
    }

    void check() {
        for (int number = 0; number < Math.min(rules.size(), MAX_PROBED_RULES); number++) {
            for (Family family : Family.values()) {
                for (int probe = 0; probe < PROBES_OF_A_RULE; probe++) {
                    check(rules.get(number).match(), family, probe);
                }
            }
        }
    }

    private void check(Match match, Family family, int probe) {
        byte[] octets = syn(match, family, probe);
        String in = interfaceName(match.in(), probe);
        String out = interfaceName(match.out(), probe);
        int mark = match.mark().map(MarkMask::value).orElse(0) ^ (probe == 3 ? 1 : 0);
        context.fill(Interfaces.named(in), Interfaces.named(out), mark, false);
        NaiveRules.Context naiveContext = new NaiveRules.Context(in, out, mark);
        checkMatches(octets, naiveContext);
        checkChanges(octets, naiveContext);
    }

    private void checkMatches(byte[] octets, NaiveRules.Context naiveContext) {
        assertThat(syn.decode(Unpooled.wrappedBuffer(octets), 0, octets.length, octets.length))
                .isEqualTo(DecodeResult.SYN);
        int[] expected = IntStream.range(0, rules.size())
                .filter(number -> NaiveRules.mismatches(rules.get(number), octets, naiveContext)
                        .isEmpty())
                .toArray();
        int from = 0;
        for (int number : expected) {
            assertThat(table.match(syn, context, from)).isEqualTo(number);
            from = number + 1;
        }
        assertThat(table.match(syn, context, from)).isEqualTo(RuleTable.NONE);
    }

    private void checkChanges(byte[] octets, NaiveRules.Context naiveContext) {
        byte[] expected = naive.apply(octets, naiveContext);
        ByteBuf buffer = Unpooled.wrappedBuffer(Arrays.copyOf(octets, octets.length + ADDED_OCTETS));
        Outcome outcome = pipeline.process(buffer, 0, octets.length, octets.length, context);
        assertThat(outcome.changesPacket()).isEqualTo(!Arrays.equals(expected, octets));
        assertThat(Octets.hex(buffer, 0, pipeline.length())).isEqualTo(Octets.hex(expected));
    }

    /** Its checksum is wrong, and has to stay as wrong as it is. */
    private static byte[] syn(Match match, Family family, int probe) {
        boolean ipv4 = family == Family.IPV4;
        byte[] octets = (ipv4 ? IPV4_SYNS : IPV6_SYNS).get(probe == 2 ? 0 : 1).clone();
        ByteBuffer packet = ByteBuffer.wrap(octets);
        int tcp = ipv4 ? 20 : 40;
        packet.putShort(tcp, (short) port(match.sourcePorts(), probe));
        packet.putShort(tcp + 2, (short) port(match.destinationPorts(), probe));
        boolean answers = match.flags() == SynKind.SYN_ACK || probe == 1;
        packet.put(tcp + 13, (byte) (answers ? SynBuilder.SYN | SynBuilder.ACK : SynBuilder.SYN));
        if (probe != 2) {
            packet.putShort(tcp + 22, (short) mss(match, probe));
        }
        putAddress(octets, ipv4 ? 12 : 8, family, match.from(), probe);
        putAddress(octets, ipv4 ? 16 : 24, family, match.to(), probe);
        return octets;
    }

    private static int port(List<PortRange> ranges, int probe) {
        if (ranges.isEmpty()) {
            return 443;
        }
        PortRange range = ranges.get(probe % ranges.size());
        return switch (probe) {
            case 0 -> range.low();
            case 1 -> range.high();
            case 2 -> Math.max(range.low() - 1, 0);
            default -> Math.min(range.high() + 1, 0xFFFF);
        };
    }

    private static int mss(Match match, int probe) {
        MssRange range = match.mss().orElse(new MssRange(1460, 8960, false));
        return switch (probe) {
            case 0 -> range.low();
            case 1 -> range.high();
            default -> Math.min(range.high() + 1, MssRange.MAX);
        };
    }

    private static String interfaceName(List<InterfacePattern> patterns, int probe) {
        if (patterns.isEmpty()) {
            return "eth0";
        }
        String name = patterns.get(probe % patterns.size()).name();
        return probe < 2 ? name : name + "0";
    }

    /** An address in a prefix of the list, its last or its first one, or one just outside. */
    private static void putAddress(byte[] octets, int index, Family family, List<Prefix> prefixes, int probe) {
        List<Prefix> candidates =
                prefixes.stream().filter(prefix -> prefix.family() == family).toList();
        if (candidates.isEmpty()) {
            return;
        }
        Prefix prefix = candidates.get(probe % candidates.size());
        ByteBuffer packet = ByteBuffer.wrap(octets);
        int last = index + (family == Family.IPV4 ? 3 : 15);
        if (family == Family.IPV4) {
            packet.putInt(index, (int) prefix.low());
        } else {
            packet.putLong(index, prefix.high()).putLong(index + 8, prefix.low());
        }
        if (probe == 1) {
            octets[last] ^= 1;
        } else if (probe == 3 && prefix.length() > 0) {
            int bit = prefix.length() - 1;
            octets[index + bit / 8] ^= (byte) (0x80 >> bit % 8);
        }
    }
}
