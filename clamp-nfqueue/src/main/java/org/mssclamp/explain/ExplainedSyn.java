// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.explain;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.SynKind;

/**
 * A SYN or SYN-ACK as an explanation speaks of it.
 *
 * @param in interface it comes in by, or an empty text
 * @param out interface it leaves by, or an empty text
 */
public record ExplainedSyn(
        Family family,
        boolean ack,
        String from,
        String to,
        int sourcePort,
        int destinationPort,
        String in,
        String out,
        int mark) {
    SynKind kind() {
        return ack ? SynKind.SYN_ACK : SynKind.SYN;
    }

    /**
     * What the packet has, where a rule may want something else; null of an interface that was not given.
     *
     * @param mss what it announces by now
     */
    @Nullable
    String value(MatchKey key, List<Integer> mss) {
        return switch (key) {
            case FAMILY -> family.label();
            case IN -> in.isEmpty() ? null : in;
            case OUT -> out.isEmpty() ? null : out;
            case FLAGS -> kind().label();
            case SPORT -> Integer.toString(sourcePort);
            case DPORT -> Integer.toString(destinationPort);
            case MARK -> "0x" + Integer.toHexString(mark);
            case MSS -> mss(mss);
            case FROM -> from;
            case TO -> to;
        };
    }

    /** MSS values for people. */
    static String mss(List<Integer> values) {
        return values.isEmpty() ? "none" : values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
