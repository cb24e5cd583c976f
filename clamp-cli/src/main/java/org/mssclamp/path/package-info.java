// SPDX-License-Identifier: Apache-2.0
/**
 * Probing and modelling of path MTU.
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
 * <pre>
 *   Scenario ─▶ Model: FamilyModel of IPv4 and IPv6 (Segment, Throughput, MssCost), Warnings; by each Formula
 *   Paths, SearchPlan ─▶ SearchTrials ─▶ Trial of each run ─▶ Estimate of each figure
 * </pre>
 *
 * {@link org.mssclamp.path.PathSearch} decides; it sends nothing and knows no clock. {@code mssclamp probe} feeds it with what a
 * network answers, {@code mssclamp model search} with what a drawn path would.
 */
@NullMarked
package org.mssclamp.path;

import org.jspecify.annotations.NullMarked;
