// SPDX-License-Identifier: Apache-2.0
/**
 * What encapsulations leave of the path MTU.
 *
 * <pre>
 *   Presets ──▶ Preset ──(parameters)──▶ Tunnel ──▶ TunnelStack.innerMtu(path MTU)
 *                                          │
 *                                          │             Encapsulation.of(stack, packet): the way back
 *                                          └ Steps: header, whole blocks, padding, limit, shared header
 * </pre>
 *
 * <p>{@link org.mssclamp.tunnel.Presets} is the table of tunnels; a row says which {@link org.mssclamp.tunnel.Step}s lead
 * from the space for the outer packet to the largest packet inside. All types are values, for any thread.
 */
@NullMarked
package org.mssclamp.tunnel;

import org.jspecify.annotations.NullMarked;
