// SPDX-License-Identifier: Apache-2.0
/**
 * Captures of traffic, as files of pcap or pcapng.
 *
 * <pre>
 *   file ─▶ CaptureInput ─▶ CaptureBuffer ─▶ PcapRecords | PcapngRecords ─▶ LinkType ─▶ CapturedFrame
 *           gzip or not     one, for all     record by record               how much lies before the IP header
 *                               │
 *                          CaptureCopy ─▶ CaptureOutput ─▶ file
 *                          what is done with
 *
 *   file ─▶ PcapFile ─▶ CapturedPacket      by libpcap, into memory
 * </pre>
 *
 * {@link org.mssclamp.capture.CaptureReader} reads captures of any size, and {@link org.mssclamp.capture.CaptureCopy} writes
 * them again.
 */
@NullMarked
package org.mssclamp.capture;

import org.jspecify.annotations.NullMarked;
