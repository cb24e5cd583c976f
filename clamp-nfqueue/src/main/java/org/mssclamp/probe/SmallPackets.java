// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.time.Duration;

/**
 * Whether a method is answered at all.
 *
 * @param roundTrip how long an answer took; nothing if there was none
 */
public record SmallPackets(ProbeMethod method, boolean answered, Duration roundTrip) {}
