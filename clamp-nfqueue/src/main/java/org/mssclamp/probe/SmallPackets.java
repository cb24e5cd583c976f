// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;

/**
 * Whether a method is answered at all.
 *
 * @param roundTrip how long an answer took; nothing if there was none
 * @param permitted whether this process may send such packets; if not, none was
 */
public record SmallPackets(ProbeMethod method, boolean answered, Duration roundTrip, boolean permitted) {}
