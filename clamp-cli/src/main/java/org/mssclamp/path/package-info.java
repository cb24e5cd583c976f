// SPDX-License-Identifier: Apache-2.0
/**
 * Modelling of path MTU.
 *
 * <pre>
 *   Scenario ─▶ Model: FamilyModel of IPv4 and IPv6 (Segment, Throughput, MssCost), Warnings; by each Formula
 *   Paths, SearchPlan ─▶ SearchTrials ─▶ Trial of each run ─▶ Estimate of each figure
 * </pre>
 *
 * A {@link org.mssclamp.path.Trial} feeds a {@link org.mssclamp.probe.PathSearch} with what a drawn path would answer; what a
 * network answers, {@code mssclamp probe} asks by {@link org.mssclamp.probe}.
 */
@NullMarked
package org.mssclamp.path;

import org.jspecify.annotations.NullMarked;
