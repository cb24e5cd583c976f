// SPDX-License-Identifier: Apache-2.0
/**
 * What the live benchmark measured, as a page for people.
 *
 * <p>{@code lab/bench.sh} appends a line of JSON for each measurement to a file. From the lines of all rounds come figures by
 * subject and round; from these medians, ratios within each round, and whether each goal is held.
 */
@NullMarked
package org.mssclamp.bench.live;

import org.jspecify.annotations.NullMarked;
