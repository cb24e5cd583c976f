// SPDX-License-Identifier: Apache-2.0
/**
 * What a capture shows of MSS and path MTU, in memory that does not grow with it.
 *
 * <pre>
 *   packet ─▶ Study ─▶ Datagram ┬▶ Segment ─▶ Flows ─▶ Flow ─▶ 2 Courses ─▶ ObservedPaths   what passed, what vanished
 *                               │          └▶ Handshakes, OddSyns, RuleTrial               what SYNs announce
 *                               ├▶ TooBig ──▶ ObservedPaths                                what routers said
 *                               └▶ FragmentTally
 *   Study ─▶ Findings ─▶ Verdict
 * </pre>
 *
 * Nothing here knows files: who reads them hands over one packet after the other.
 */
@NullMarked
package org.mssclamp.study;

import org.jspecify.annotations.NullMarked;
