// SPDX-License-Identifier: Apache-2.0
/**
 * Compares captures, packet by packet.
 *
 * <pre>
 *   CaptureReader ─▶ FrameQueue ─┐
 *                    looks ahead ├─▶ CaptureDiff ─▶ Difference ─▶ ChangedField
 *   CaptureReader ─▶ FrameQueue ─┘   pairs by       what is in one only, or in both and
 *                                    identity       not the same: FrameFields tells how
 * </pre>
 */
@NullMarked
package org.mssclamp.diff;

import org.jspecify.annotations.NullMarked;
