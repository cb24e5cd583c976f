// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import org.mssclamp.rule.Rule;

/**
 * One rule at one moment, over all queues.
 *
 * @param matched SYNs that it matched since it came into force as it is
 * @param changed SYNs that it changed, or would have if it did more than observe
 */
public record RuleStatus(Rule rule, long matched, long changed) {}
