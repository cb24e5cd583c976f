// SPDX-License-Identifier: Apache-2.0
/**
 * Decode, match, rewrite: the only way through the hot path, for the daemon and for everything offline.
 *
 * <pre>
 *   octets ─▶ SynPacket.decode ─▶ RuleTable.match ─▶ MssClamper.apply ─▶ Outcome, counted
 *                                       ▲                   │
 *                                       └──── continue ─────┘
 * </pre>
 *
 * Nothing here allocates, throws or logs per packet.
 */
@NullMarked
package org.mssclamp.clamp;

import org.jspecify.annotations.NullMarked;
