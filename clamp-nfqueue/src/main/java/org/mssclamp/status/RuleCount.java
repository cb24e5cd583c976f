// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

/**
 * What was counted of a rule, over all queues.
 *
 * @param matched SYNs that it matched since it came into force as it is
 * @param changed SYNs that it changed, or would have if it did more than observe
 */
public record RuleCount(String name, long matched, long changed) {
    /** That of both, under this name. */
    public RuleCount plus(RuleCount other) {
        return new RuleCount(name, matched + other.matched, changed + other.changed);
    }
}
