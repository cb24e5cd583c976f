// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;

class QueueLimitsTest {
    private static QueueLimits of(int maxLength, OptionalInt receiveBuffer) {
        return QueueLimits.of(new QueueSettings(
                0, 0, OnFailure.PASS, maxLength, receiveBuffer, Optional.empty(), Duration.ZERO, List.of()));
    }

    @Test
    void theReceiveBufferIsReachedFirstUnlessItIsWrittenItself() {
        assertThat(of(1000, OptionalInt.empty())).isEqualTo(new QueueLimits(832_000, 65536));
        assertThat(of(65536, OptionalInt.empty())).isEqualTo(new QueueLimits(54_525_952, 65536));
        assertThat(of(1000, OptionalInt.of(4096))).isEqualTo(new QueueLimits(4096, 1000));
    }
}
