// SPDX-License-Identifier: Apache-2.0
/**
 * Counting without sharing: one thread writes, any thread reads.
 *
 * <p>A reader may see one counter newer than another; no count is lost and none is torn.
 */
@NullMarked
package org.mssclamp.counter;

import org.jspecify.annotations.NullMarked;
