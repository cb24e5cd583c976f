// SPDX-License-Identifier: Apache-2.0
/**
 * What the daemon counts, in the text format of Prometheus.
 *
 * <pre>
 *   DaemonStatus, Totals, ProcessFigures ─▶ Scrape ─▶ Families: the samples of each Metric ─▶ MetricsText
 * </pre>
 *
 * One status for a scrape: its numbers are of nearly one moment. Nothing here is loaded before somebody asks.
 */
@NullMarked
package org.mssclamp.metrics;

import org.jspecify.annotations.NullMarked;
