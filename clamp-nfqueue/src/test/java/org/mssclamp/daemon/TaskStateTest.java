// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskStateTest {
    @ParameterizedTest
    @CsvSource({"'7 (queue-0) R 1 7 7 0', true", "'7 (a) S 1 (b)) S 1 7', false", "'7 (x) D 1', false"})
    void readsStateAndTime(String stat, boolean runnable) {
        assertThat(TaskState.parse(List.of(stat), List.of("123456789 42 7")))
                .contains(new TaskState(runnable, 123_456_789));
    }

    @ParameterizedTest
    @CsvSource({"'', 1 2 3", "7 (x) R 1, ''", "nonsense, nonsense"})
    void knowsNothingOfWhatTheKernelDoesNotTell(String stat, String schedstat) {
        assertThat(TaskState.parse(List.of(stat), List.of(schedstat))).isEmpty();
    }

    @Test
    void readsThatOfAThreadByItsName() throws InterruptedException {
        List<Optional<TaskState>> states = new ArrayList<>();
        String name = "a name that is too long for the kernel";
        Thread thread = new Thread(() -> states.add(TaskState.of(name)), name);
        thread.start();
        thread.join();
        assertThat(states.get(0)).hasValueSatisfying(state -> {
            assertThat(state.runnable()).isTrue();
            assertThat(state.processorNs()).isPositive();
        });
        assertThat(TaskState.of("no such thread")).isEmpty();
    }
}
