// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynPacket;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.MssRange;
import org.mssclamp.rule.PacketContext;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;

/** Applies one rule to one SYN: lowers its MSS options, never raises them. Immutable. */
final class MssClamper {
    private final Policy policy;
    private final boolean observesAll;
    private final Paths paths;

    /** Observes without touching if asked to, whatever the mode of a rule. */
    MssClamper(Policy policy, boolean observesAll, Paths paths) {
        this.policy = policy;
        this.observesAll = observesAll;
        this.paths = paths;
    }

    /**
     * Does to the packet what the rule says.
     *
     * @param limit what {@link #limit} says of the rule's action and the packet
     */
    Outcome apply(Rule rule, int limit, SynPacket syn) {
        Action action = rule.action();
        if (action instanceof Action.Pass) {
            return Outcome.PASSED;
        }
        if (limit == Paths.UNKNOWN) {
            return Outcome.MTU_UNKNOWN;
        }
        if (limit < floor(action)) {
            return Outcome.BELOW_FLOOR;
        }
        boolean observes = observesAll || rule.mode() == Mode.OBSERVE;
        return syn.mssCount() > 0 ? lower(syn, limit, observes) : add(syn, limit, rule.missingMss(), observes);
    }

    /**
     * The largest MSS that the action allows the packet to announce, or {@link Paths#UNKNOWN}.
     *
     * @param action as {@link org.mssclamp.rule.RuleTable#action} has it
     */
    int limit(Action action, SynPacket syn, PacketContext context) {
        if (action instanceof Action.Limit limit) {
            return limit.mss(syn.family());
        }
        if (action instanceof Action.ClampToPmtu clamp) {
            int mtu = paths.mtu(syn, context, clamp.direction());
            return mtu == Paths.UNKNOWN ? Paths.UNKNOWN : clamp.mss(mtu, syn.family());
        }
        return MssRange.MAX;
    }

    /** The MSS that a rule with this limit writes where more is announced, or nothing. */
    static int target(int limit, SynPacket syn) {
        return syn.mssCount() == 0 ? missingMss(limit, syn.family()) : limit;
    }

    private static int floor(Action action) {
        return action instanceof Action.ClampToPmtu clamp ? clamp.floor() : Action.FLOOR;
    }

    /** Lowers every MSS option above the limit: receivers use the last, middleboxes the first. */
    Outcome lower(SynPacket syn, int limit, boolean observes) {
        if (largestMss(syn) <= limit) {
            return Outcome.ALREADY_LOW;
        }
        if (syn.isSignedByAo() && !policy.clampsTcpAo()) {
            return Outcome.TCP_AO;
        }
        if (syn.isTruncated()) {
            return Outcome.TRUNCATED;
        }
        if (observes) {
            return Outcome.WOULD_CLAMP;
        }
        for (int i = 0; i < syn.mssCount(); i++) {
            if (syn.mss(i) > limit) {
                syn.mss(i, limit);
            }
        }
        return Outcome.CLAMPED;
    }

    private static int largestMss(SynPacket syn) {
        int largest = 0;
        for (int i = 0; i < syn.mssCount(); i++) {
            largest = Math.max(largest, syn.mss(i));
        }
        return largest;
    }

    /** Adds the option where it is missing and can do no harm; the kernel adds it where it does, too. */
    Outcome add(SynPacket syn, int limit, MissingMss missingMss, boolean observes) {
        if (missingMss == MissingMss.LEAVE) {
            return Outcome.NO_MSS;
        }
        if (syn.hasMalformedOptions()) {
            return Outcome.NOT_ADDED_MALFORMED;
        }
        if (syn.isSignedByMd5() || syn.isSignedByAo()) {
            return Outcome.NOT_ADDED_SIGNED;
        }
        if (syn.isFragment()) {
            return Outcome.NOT_ADDED_FRAGMENT;
        }
        if (syn.hasData()) {
            return Outcome.NOT_ADDED_DATA;
        }
        if (!syn.hasRoomForMss()) {
            return Outcome.NOT_ADDED_FULL;
        }
        if (observes) {
            return Outcome.WOULD_ADD;
        }
        syn.addMss(missingMss(limit, syn.family()));
        return Outcome.ADDED;
    }

    /** What is written where nothing is: a receiver assumes the default already, and announcing more would raise it. */
    static int missingMss(int limit, Family family) {
        return Math.min(limit, family.defaultMss());
    }
}
