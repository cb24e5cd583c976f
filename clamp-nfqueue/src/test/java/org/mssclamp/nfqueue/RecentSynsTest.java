// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.route.FakeRoutes;
import org.mssclamp.status.Json;
import org.mssclamp.trace.RecentSyns;

/** Who asks again and again is told of some SYNs; who asks no more costs nothing. */
class RecentSynsTest {
    @AutoClose
    private final ServedQueue queue = new ServedQueue(new FakeRoutes());

    private final AtomicLong nowNs = new AtomicLong();
    private int rules = 1;
    private final RecentSyns recent = new RecentSyns(() -> List.of(queue.worker), () -> rules, nowNs::get);

    RecentSynsTest() throws BindException {
        queue.worker.bind();
    }

    private void serve(int count) {
        for (int i = 0; i < count; i++) {
            queue.serve(FakePacket.of(ServedQueue.ipv4Syn()).marked(i));
        }
    }

    private List<Object> numbers(long behind) throws IOException {
        Object syns = Json.parse(recent.behind(behind)).get("syns");
        return ((List<?>) Objects.requireNonNull(syns))
                .stream().map(syn -> (Object) ((Map<?, ?>) syn).get("number")).toList();
    }

    @Test
    void tellsOfTheFirstSynsBehindEachQuestion() throws IOException {
        serve(3);
        assertThat(numbers(0)).as("nobody had asked").isEmpty();
        serve(3);
        assertThat(numbers(0)).containsExactly(1, 2, 3);
        serve(100);
        assertThat(numbers(3)).hasSize(13).startsWith(4);
        serve(100);
        assertThat(numbers(16)).hasSize(16).startsWith(17).endsWith(32);
        assertThat(numbers(32)).isEmpty();
    }

    @Test
    void keepsTheLastFiftyForWhoComesLater() throws IOException {
        for (int i = 0; i < 10; i++) {
            numbers(0);
            serve(16);
        }
        assertThat(numbers(0)).hasSize(50);
        assertThat(recent.behind(0)).startsWith("{\"schema\":1,\"syns\":[{").contains("\"outcome\":\"clamped\"");
    }

    @Test
    void explainsFewerTheMoreRulesThereAre() throws IOException {
        rules = 5000;
        numbers(0);
        serve(16);
        assertThat(numbers(0)).hasSize(2);
        rules = 1_000_000;
        serve(16);
        numbers(0);
        serve(16);
        assertThat(numbers(3)).hasSize(1);
    }

    @Test
    void letsGoOfAllWhenNobodyAsksAnyMore() throws IOException {
        numbers(0);
        serve(1);
        assertThat(numbers(0)).hasSize(1);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(5));
        recent.look();
        assertThat(numbers(0)).as("that was in time").hasSize(1);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(5) + 1);
        recent.look();
        serve(1);
        assertThat(numbers(0)).isEmpty();
        serve(1);
        assertThat(numbers(0)).as("numbers go on").containsExactly(2);
    }
}
