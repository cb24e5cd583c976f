// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's rules as they are in force, whichever program made them, and the way that packets take through them.
 *
 * <pre>
 *   iptables-save ─▶ firewall.SavedRules ─▶ IptablesTables ─┐
 *                                                          ├▶ KernelRules ─▶ Walk of a Probe: which rules see it
 *   nft -j -t list ruleset ─▶ JsonValue ──▶ NftTables ──────┘
 * </pre>
 *
 * Of a packet only its kind is known, and of a match only what a kind decides: what depends on addresses and the like is
 * {@link org.mssclamp.netfilter.Answer#SOME}, and what is not known here {@link
 * org.mssclamp.netfilter.Answer#UNKNOWN}. A walk can be taken on either guess of that; what both agree on is certain.
 */
@NullMarked
package org.mssclamp.netfilter;

import org.jspecify.annotations.NullMarked;
