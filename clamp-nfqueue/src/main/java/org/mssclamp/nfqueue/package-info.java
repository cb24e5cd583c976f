// SPDX-License-Identifier: Apache-2.0
/**
 * The nfnetlink_queue protocol, and the worker that serves one queue with it.
 *
 * <pre>
 *   NFQNL_MSG_PACKET  ─▶ QueuedPacket ─▶ SynPipeline ─▶ VerdictEncoder ─▶ NFQNL_MSG_VERDICT
 *      in its slot                                        in the same slot, before the payload
 * </pre>
 *
 * Values of nfnetlink_queue attributes are in network order.
 */
@NullMarked
package org.mssclamp.nfqueue;

import org.jspecify.annotations.NullMarked;
