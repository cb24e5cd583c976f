// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mssclamp.status.QueueStatus;

class HealthTest {
    private static Health health(QueueStatus... queues) {
        return Health.of(SampleStatus.of(SampleStatus.LOAD, queues));
    }

    @Test
    void isGoodIfAllQueuesAreBoundAndServed() {
        assertThat(health(SampleStatus.idle(0, true, true), SampleStatus.busy(1))
                        .ok())
                .isTrue();
    }

    @Test
    void waitsForTheSuccessorOfAWorkerDuringAReload() {
        assertThat(Health.of(SampleStatus.reloading(
                                SampleStatus.of(SampleStatus.LOAD, SampleStatus.idle(0, true, false))))
                        .ok())
                .isTrue();
    }

    @Test
    void namesEachQueueThatIsNot() {
        assertThat(health(
                                SampleStatus.idle(0, true, true),
                                SampleStatus.idle(1, false, true),
                                SampleStatus.idle(2, false, false))
                        .faults())
                .containsExactly("queue 1 is not bound", "queue 2 has no worker");
        assertThat(health().faults()).containsExactly("no queue is served yet");
    }
}
