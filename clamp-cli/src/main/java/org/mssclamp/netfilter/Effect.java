// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import org.mssclamp.config.QueueNumbers;

/** What a rule does with the way of a packet that it matches. */
public sealed interface Effect {
    /** Nothing: the next rule sees it, too. */
    record None() implements Effect {}

    /** It sees no more of this chain, nor of those that led here. */
    record End(boolean drops) implements Effect {}

    /** It waits in a queue, and sees no more of the chain either. */
    record Queue(QueueNumbers numbers, boolean bypass) implements Effect {
        public boolean feeds(int number) {
            return numbers.first() <= number && number <= numbers.last();
        }
    }

    /**
     * It goes through another chain of the table.
     *
     * @param returns whether it comes back behind this rule
     */
    record Jump(String chain, boolean returns) implements Effect {}

    /** It goes back to where the chain was called from. */
    record Return() implements Effect {}

    /** Any of these: what it does is not known here. */
    record Unknown() implements Effect {}
}
