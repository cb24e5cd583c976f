// SPDX-License-Identifier: Apache-2.0
/**
 * The daemon at one moment, as the control socket and the metrics tell it.
 *
 * <p>Values: taken by the daemon, from counters that go on counting meanwhile; {@link RateSampler}, which looks at these
 * once a second; and {@link Ledger}, which keeps what was counted by those that are gone.
 */
@NullMarked
package org.mssclamp.status;

import org.jspecify.annotations.NullMarked;
