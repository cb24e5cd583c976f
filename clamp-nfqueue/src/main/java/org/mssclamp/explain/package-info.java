// SPDX-License-Identifier: Apache-2.0
/**
 * How the rules came to decide a SYN, as text and as JSON: the same for a packet of which somebody asks and for one that a
 * worker decided.
 */
@NullMarked
package org.mssclamp.explain;

import org.jspecify.annotations.NullMarked;
