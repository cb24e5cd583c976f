// SPDX-License-Identifier: Apache-2.0
/**
 * How others say that an MSS is to be clamped, and the same in rules of ours.
 *
 * <pre>
 *   text ─▶ Dialect ─▶ its reader ─▶ Entry: original line, Rules, remarks, what was lost ─▶ Translation: YAML
 *                         └─▶ Chains ─▶ ChainWalk ─┘ where rules stand in chains that lead to each other
 * </pre>
 *
 * Rivals that clamp to what is lower of several limits become rules that continue; only what ends their walk ends ours.
 */
@NullMarked
package org.mssclamp.dialect;

import org.jspecify.annotations.NullMarked;
