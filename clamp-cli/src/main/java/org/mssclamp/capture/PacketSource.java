// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.capture;

import java.util.Optional;

/** Packets of a capture, one after the other. Not thread-safe. */
public interface PacketSource extends AutoCloseable {
    /**
     * The next frame, with the packet in it; nothing at the end.
     *
     * @throws CaptureException if the rest cannot be read; what came before is as good as any
     */
    Optional<CapturedPacket> next() throws CaptureException;

    @Override
    void close();
}
