// SPDX-License-Identifier: Apache-2.0
/**
 * A kernel for tests behind the seam between protocol and kernel: what it is sent it parses as Linux does, not as we do.
 *
 * <pre>
 *   FakePacket ─▶ FakeQueue ── PACKET ──▶ FakeKernel ─▶ NetlinkChannel
 *                     │                       │              │
 *   FakeEntry ◀───────┴──── FakeNetfilter ◀───┴── VERDICT ◀──┘
 * </pre>
 */
@NullMarked
package org.mssclamp.channel;

import org.jspecify.annotations.NullMarked;
