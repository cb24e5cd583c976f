// SPDX-License-Identifier: Apache-2.0
/**
 * What can be sent to a host to learn of the path to it: the seam between probing and the kernel.
 *
 * <pre>
 *   ProbeSockets ─▶ ProbeSocket ─── send(octets) ──▶ one packet of that size, never fragmented
 *        │               └───────── await ─────────▶ ProbeAnswer: it arrived, or who says why not
 *        └────────▶ TcpPath: what a connection came to
 * </pre>
 *
 * Sizes are those of IP packets, in octets from the IP header on.
 */
@NullMarked
package org.mssclamp.probe;

import org.jspecify.annotations.NullMarked;
