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
 * {@link org.mssclamp.path.PathSearch} decides; it sends nothing and knows no clock. {@code mssclamp probe} feeds it with what a
 * network answers, {@code mssclamp model search} with what a drawn path would.
 */
@NullMarked
package org.mssclamp.path;

import org.jspecify.annotations.NullMarked;
