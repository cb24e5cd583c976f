// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.clamp;

import java.util.List;
import java.util.OptionalInt;
import org.mssclamp.rule.MatchKey;
import org.mssclamp.rule.Rule;

/**
 * How the rules came to decide one packet.
 *
 * @param steps the rules that were asked, in their order; none if the packet is no SYN
 * @param notAsked how many rules stand behind the one that decided
 * @param outcome what becomes of the packet
 * @param mssBefore values of its MSS options as it came; none if it is no SYN
 * @param mssAfter the same as it leaves
 * @param length octets it has as it leaves
 */
public record Explanation(
        List<Step> steps, int notAsked, Outcome outcome, List<Integer> mssBefore, List<Integer> mssAfter, int length) {
    /** Copies the lists. */
    public Explanation {
        steps = List.copyOf(steps);
        mssBefore = List.copyOf(mssBefore);
        mssAfter = List.copyOf(mssAfter);
    }

    /** One rule, and what it had to do with the packet. */
    public sealed interface Step {
        Rule rule();

        /** Values of the MSS options when the rule was asked: rules before it may have lowered them. */
        List<Integer> mssBefore();
    }

    /**
     * A rule that the packet does not match.
     *
     * @param key the first key that it does not satisfy
     */
    public record PassedOver(Rule rule, List<Integer> mssBefore, MatchKey key) implements Step {
        public PassedOver {
            mssBefore = List.copyOf(mssBefore);
        }
    }

    /**
     * A rule that the packet matches.
     *
     * @param pathMtu what the packet's path carries, or that which the rule has probed, in octets, if the rule asks and an
     *     answer is to be had
     * @param target the MSS that the rule writes where more is announced, or nothing; means nothing of a rule that passes
     *     or has no answer
     * @param outcome what the rule by itself did
     * @param mssAfter values of the MSS options when the rule was done
     */
    public record Applied(
            Rule rule,
            List<Integer> mssBefore,
            OptionalInt pathMtu,
            int target,
            Outcome outcome,
            List<Integer> mssAfter)
            implements Step {
        public Applied {
            mssBefore = List.copyOf(mssBefore);
            mssAfter = List.copyOf(mssAfter);
        }
    }
}
