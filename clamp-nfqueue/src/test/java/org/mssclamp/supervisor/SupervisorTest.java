// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mssclamp.netlink.Errno;

class SupervisorTest {
    private static final long PID = 42;

    private final List<String> sent = new ArrayList<>();
    private int result;

    private final SupervisorSocket socket = new SupervisorSocket() {
        @Override
        public int send(String message) {
            sent.add(message);
            return result;
        }

        @Override
        public int send(String message, int descriptor) {
            sent.add(message + " with " + descriptor);
            return result;
        }
    };

    private long nowNs = 1_234_567_890_123L;

    private Supervisor supervisor(Map<String, String> environment) {
        return Supervisor.of(
                environment,
                PID,
                address -> address.equals("/run/notify") ? Optional.of(socket) : Optional.empty(),
                () -> nowNs);
    }

    private Supervisor supervisor() {
        return supervisor(Map.of("NOTIFY_SOCKET", "/run/notify"));
    }

    @ParameterizedTest(name = "{0}, {1}: {2} times in a second")
    @CsvSource({"2000000, 42, 1", "500000, 42, 4", "500000, , 4", "500000, 43, 0", "soon, 42, 0", ", , 0"})
    void saysThatItIsAliveTwiceInTheTimeAskedFor(String micros, String pid, int times) {
        Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", "/run/notify"));
        Optional.ofNullable(micros).ifPresent(text -> environment.put("WATCHDOG_USEC", text));
        Optional.ofNullable(pid).ifPresent(text -> environment.put("WATCHDOG_PID", text));
        Supervisor supervisor = supervisor(environment);
        for (int look = 0; look < 20; look++) {
            nowNs += 50_000_000;
            supervisor.alive();
        }
        assertThat(sent).hasSize(times).allMatch("WATCHDOG=1"::equals);
    }

    @Test
    void saysWhatTheProtocolHasForIt() {
        Supervisor supervisor = supervisor();
        supervisor.ready("2 queues,\n3 rules");
        supervisor.reloading();
        supervisor.status("all is well");
        supervisor.stopping();
        assertThat(supervisor.store("queue-0", 9)).isTrue();
        supervisor.forget("queue-0");
        assertThat(sent)
                .containsExactly(
                        "READY=1\nSTATUS=2 queues, 3 rules",
                        "RELOADING=1\nMONOTONIC_USEC=1234567890",
                        "STATUS=all is well",
                        "STOPPING=1",
                        "FDSTORE=1\nFDNAME=queue-0\nFDPOLL=0 with 9",
                        "FDSTOREREMOVE=1\nFDNAME=queue-0");
    }

    @Test
    void saysNothingIfThereIsNone() {
        for (Supervisor none : List.of(supervisor(Map.of()), supervisor(Map.of("NOTIFY_SOCKET", "vsock:2:1")))) {
            none.ready("ready");
            none.stopping();
            assertThat(none.store("queue-0", 9)).isFalse();
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void storesAsManyAsThereIsRoomFor() {
        Supervisor supervisor = supervisor(Map.of("NOTIFY_SOCKET", "/run/notify", "FDSTORE", "2"));
        assertThat(supervisor.saysWhatItKeeps()).isTrue();
        supervisor.keeps("queue-0");
        assertThat(supervisor.store("queue-1", 9)).isTrue();
        assertThat(supervisor.store("queue-2", 10)).isFalse();
        supervisor.forget("queue-0");
        assertThat(supervisor.store("queue-2", 10)).isTrue();
    }

    @Test
    void knowsWhetherItIsToldHowMuchRoomThereIs() {
        // systemd says nothing where there is none, and before version 254 in any case.
        assertThat(supervisor().saysWhatItKeeps()).isFalse();
        assertThat(supervisor().store("queue-0", 9)).isTrue();
    }

    @Test
    void goesOnIfItCannotBeTold() {
        result = -Errno.EAGAIN;
        Supervisor supervisor = supervisor();
        supervisor.ready("ready");
        assertThat(supervisor.store("queue-0", 9)).isFalse();
        assertThat(sent).hasSize(2);
    }
}
