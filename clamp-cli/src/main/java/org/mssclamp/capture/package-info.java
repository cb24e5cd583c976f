// SPDX-License-Identifier: Apache-2.0
/**
 * Captures of traffic, as files of pcap or pcapng.
 *
 * <pre>
 *   file ─▶ PcapFile ─▶ LinkType ─▶ CapturedPacket
 *           libpcap     how much lies before the IP header
 * </pre>
 */
@NullMarked
package org.mssclamp.capture;

import org.jspecify.annotations.NullMarked;
