// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.nio.ByteBuffer;

/** Takes octets, one stretch after the other. */
interface OctetSink {
    /** Takes none. */
    OctetSink NOWHERE = octets -> {};

    /** Takes all from the position to the limit; keeps no hold of them. */
    void take(ByteBuffer octets) throws CaptureException;
}
