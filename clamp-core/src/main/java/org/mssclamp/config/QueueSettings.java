// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.rule.MarkMask;

/**
 * A range of NFQUEUE numbers, one worker each, and how they are bound.
 *
 * @param first lowest queue number, 0 to 65535
 * @param last highest, not below {@code first}
 * @param onFailure what becomes of packets that no worker can take
 * @param maxLength packets the kernel holds for one queue, 1 to 65536
 * @param receiveBufferOctets socket receive buffer; empty to derive it from {@code maxLength}
 * @param mark what each verdict sets on its packet
 */
public record QueueSettings(
        int first,
        int last,
        OnFailure onFailure,
        int maxLength,
        OptionalInt receiveBufferOctets,
        Optional<MarkMask> mark) {
    /** Packets the kernel holds where the configuration does not say. */
    public static final int DEFAULT_MAX_LENGTH = 16384;

    /** Queue 0, for a configuration that names none. */
    public static final QueueSettings DEFAULT =
            new QueueSettings(0, 0, OnFailure.PASS, DEFAULT_MAX_LENGTH, OptionalInt.empty(), Optional.empty());
}
