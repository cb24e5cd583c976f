// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

/** How a capture is written. */
public enum CaptureFormat {
    /** One link type for all frames; names no interfaces. */
    PCAP,
    /** Blocks, in sections that have interfaces of their own. */
    PCAPNG
}
