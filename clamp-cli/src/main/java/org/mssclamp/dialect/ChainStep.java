// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.Optional;
import org.mssclamp.rule.Action;

/**
 * A rule in a chain of others, as far as it matters to an MSS.
 *
 * @param line from 1
 * @param name what to call ours; empty for one made from the line
 * @param conditions what it asks
 * @param loss what else it asks, which ours cannot; empty if that is all
 */
record ChainStep(
        int line, String original, String name, Conditions conditions, Optional<String> loss, Verdict verdict) {
    /** What becomes of a packet that satisfies the conditions. */
    sealed interface Verdict {}

    /**
     * Its MSS is lowered.
     *
     * @param addsMissing whether one is added where there is none
     * @param after who sees the packet next
     */
    record Clamp(Action action, boolean addsMissing, After after) implements Verdict {}

    /** Where a packet goes that was clamped. */
    enum After {
        /** To the rule behind. */
        ON,
        /** Back to where the chain was led to. */
        OUT_OF_CHAIN,
        /** Past all that is left of the hook. */
        OUT_OF_HOOK
    }

    /** Later rules of the hook do not see it. */
    record Accept() implements Verdict {}

    /** Later rules of this chain do not see it. */
    record Return() implements Verdict {}

    /**
     * It goes to another chain.
     *
     * @param returns whether it comes back behind this rule
     */
    record Jump(String chain, boolean returns) implements Verdict {}

    /** Nothing that concerns a packet that goes on. */
    record Nothing() implements Verdict {}

    /** It is clamped, but ours cannot say how. */
    record Unknown(String reason) implements Verdict {}
}
