// SPDX-License-Identifier: Apache-2.0
/**
 * What the kernel's firewall is told, so that SYNs come to the daemon and none passes unclamped; and what it says it has.
 *
 * <pre>
 *   a forwarded SYN ─▶ FORWARD: Feed ─▶ queue ─▶ daemon: clamps, marks ─▶ POSTROUTING: SafetyNet ─▶ leaves
 *                              └─▶ no daemon (bypass), full queue (fail-open): no mark ─┘ clamps what has none
 * </pre>
 *
 * A packet goes on behind the chain that queued it: what is left of that chain it never sees. So the net is in a later
 * one.
 *
 * <pre>
 *   rules of ours ─▶ Export ─▶ KernelRules ─▶ IptablesExport | NftExport    without a daemon
 *   iptables-save ─▶ SavedRules: tables, chains, rules, options             as they are written
 * </pre>
 */
@NullMarked
package org.mssclamp.firewall;

import org.jspecify.annotations.NullMarked;
