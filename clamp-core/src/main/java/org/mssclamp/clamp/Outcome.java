// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.Locale;
import org.mssclamp.packet.DecodeResult;

/** What became of a packet, and why. Each has a counter of the same name. */
public enum Outcome {
    CLAMPED(Effect.CHANGES, "the MSS was lowered"),
    ADDED(Effect.CHANGES, "an MSS option was added to a SYN without one"),
    WOULD_CLAMP(Effect.WOULD_CHANGE, "the MSS would have been lowered; the rule or the daemon only observes"),
    WOULD_ADD(Effect.WOULD_CHANGE, "an MSS option would have been added; the rule or the daemon only observes"),
    ALREADY_LOW(Effect.NONE, "no MSS option was above the limit"),
    PASSED(Effect.NONE, "a pass rule left the packet alone"),
    NO_RULE(Effect.NONE, "no rule matched"),
    NO_MSS(Effect.NONE, "the SYN has no MSS option, and the rule adds none"),
    NOT_ADDED_MALFORMED(Effect.NONE, "no MSS option was added: other options are malformed"),
    NOT_ADDED_SIGNED(Effect.NONE, "no MSS option was added: TCP-MD5 or TCP-AO signs the header"),
    NOT_ADDED_FRAGMENT(Effect.NONE, "no MSS option was added: the packet is a fragment"),
    NOT_ADDED_DATA(Effect.NONE, "no MSS option was added: the SYN carries data"),
    NOT_ADDED_FULL(Effect.NONE, "no MSS option was added: the header or the packet has no room"),
    TCP_AO(Effect.NONE, "left alone: TCP-AO signs the options, and tcp-ao is not clamp"),
    BELOW_FLOOR(Effect.NONE, "left alone: the MTU leaves an MSS below the floor"),
    MTU_UNKNOWN(Effect.NONE, "left alone: the MTU of the path could not be found out, or not in time"),
    NOT_SYN(Effect.NONE, "TCP without SYN, or with RST"),
    NOT_TCP(Effect.NONE, "not TCP"),
    LATER_FRAGMENT(Effect.NONE, "a fragment without a TCP header"),
    MALFORMED_IP(Effect.NONE, "the IP header does not fit the packet"),
    MALFORMED_TCP(Effect.NONE, "the TCP header does not fit the packet; accepted unchanged"),
    DROPPED_MALFORMED(Effect.DROPS, "the TCP header does not fit the packet; dropped, as malformed: drop asks"),
    TRUNCATED(Effect.NONE, "the kernel gave only a part of the packet, so that none can be given back"),
    FAILED(Effect.NONE, "a defect in mssclamp met this packet; accepted unchanged");

    private enum Effect {
        NONE,
        WOULD_CHANGE,
        CHANGES,
        DROPS
    }

    private final Effect effect;
    private final String description;

    Outcome(Effect effect, String description) {
        this.effect = effect;
        this.description = description;
    }

    static Outcome of(DecodeResult result, boolean dropsMalformed) {
        return switch (result) {
            case SYN -> NO_RULE;
            case NOT_TCP -> NOT_TCP;
            case LATER_FRAGMENT -> LATER_FRAGMENT;
            case NOT_SYN -> NOT_SYN;
            case MALFORMED_IP -> MALFORMED_IP;
            case MALFORMED_TCP -> dropsMalformed ? DROPPED_MALFORMED : MALFORMED_TCP;
            case TRUNCATED -> TRUNCATED;
        };
    }

    /** The name in output and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }

    /** Whether octets of the packet were changed, so that they must be given back. */
    public boolean changesPacket() {
        return effect == Effect.CHANGES;
    }

    /** Whether a rule that enforces would have changed the packet. */
    public boolean wouldChangePacket() {
        return effect == Effect.WOULD_CHANGE;
    }

    /** Whether the packet is to be dropped. */
    public boolean dropsPacket() {
        return effect == Effect.DROPS;
    }

    /** The outcome of a packet that a later rule saw too: what changed it, or else what would, or else the later. */
    Outcome then(Outcome later) {
        return effect.compareTo(later.effect) > 0 ? this : later;
    }
}
