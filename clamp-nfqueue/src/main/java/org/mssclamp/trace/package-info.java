// SPDX-License-Identifier: Apache-2.0
/**
 * Tells of each SYN how the workers decided it.
 *
 * <pre>
 *   worker ─▶ SynRing ─▶ Trace ─▶ TracedSyn: the octets go through the same rules again, with a record of the way
 *                                    └▶ TraceText | TraceJson
 * </pre>
 *
 * All but what comes before the ring is on the thread of whoever asks.
 */
@NullMarked
package org.mssclamp.trace;

import org.jspecify.annotations.NullMarked;
