// SPDX-License-Identifier: Apache-2.0
/**
 * Probing of path MTU.
 *
 * <pre>
 *   SearchPlan ─▶ PathSearch ─── size() ──▶ a probe of that size, by whom it may concern
 *                     ▲                              │
 *                     └── confirmed(size), lost(size) ┘
 * </pre>
 *
 * <pre>
 *   PathProbe ─▶ ProbeLine ─▶ Decision of each size ─▶ LineSearch ─▶ PathSearch        to the host, and by HopTrace to each hop
 *       │           └▶ Pace: how fast, how long to wait, how many losses mean something
 *       └▶ ProbeResult ─▶ ProbeVerdict
 * </pre>
 *
 * {@link org.mssclamp.probe.PathSearch} decides; it sends nothing and knows no clock. The seam between probing and the kernel is
 *
 * <pre>
 *   ProbeSockets ─▶ ProbeSocket ─── send(octets) ──▶ one packet of that size, never fragmented
 *        │               └───────── await ─────────▶ ProbeAnswer: it arrived, or who says why not
 *        └────────▶ TcpPath: what a connection came to
 * </pre>
 *
 * Sizes are those of IP packets, in octets from the IP header on.
 */
@NullMarked
package org.mssclamp.probe;

import org.jspecify.annotations.NullMarked;
