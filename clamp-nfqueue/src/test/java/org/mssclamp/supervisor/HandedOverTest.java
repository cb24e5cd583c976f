// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandedOverTest {
    private static List<HandedOver> parse(String count, String names) {
        return HandedOver.parse(Map.of("LISTEN_PID", "42", "LISTEN_FDS", count, "LISTEN_FDNAMES", names), 42);
    }

    @Test
    void numbersDescriptorsFromThreeOnInTheOrderOfTheirNames() {
        assertThat(parse("2", "queue-7:queue-0"))
                .containsExactly(new HandedOver("queue-7", 3), new HandedOver("queue-0", 4));
    }

    @Test
    void hasNothingThatIsMeantForAnotherProcess() {
        Map<String, String> environment = Map.of("LISTEN_PID", "41", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "queue-0");
        assertThat(HandedOver.parse(environment, 42)).isEmpty();
        assertThat(HandedOver.parse(Map.of("LISTEN_FDS", "1"), 42)).isEmpty();
        assertThat(HandedOver.parse(Map.of(), 42)).isEmpty();
    }

    @Test
    void callsThoseWithoutANameUnknown() {
        assertThat(parse("3", "queue-0:"))
                .containsExactly(
                        new HandedOver("queue-0", 3), new HandedOver("unknown", 4), new HandedOver("unknown", 5));
        assertThat(HandedOver.parse(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1"), 42))
                .containsExactly(new HandedOver("unknown", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1 ", "one", "99999999999"})
    void takesWhatIsNoNumberForNone(String count) {
        assertThat(parse(count, "queue-0")).isEmpty();
    }
}
