// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests compare with: packets from a seed, and two naive models of what a clamp makes of them.
 *
 * <pre>
 *   PacketGenerator ─▶ octets ─┬─▶ ReferenceClamp   what the contract promises
 *                              └─▶ KernelClamp      what xt_TCPMSS does; Divergence names why they differ
 * </pre>
 *
 * Written from the contract and from measurements, on arrays, with none of the code that it tests.
 */
@NullMarked
package org.mssclamp.oracle;

import org.jspecify.annotations.NullMarked;
