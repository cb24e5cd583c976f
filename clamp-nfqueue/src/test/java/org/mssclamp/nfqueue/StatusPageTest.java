// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.http.HttpPage;
import org.mssclamp.page.StatusPage;
import org.mssclamp.route.FakeRoutes;
import org.mssclamp.trace.RecentSyns;

/** A reload may make the pages anew, and be refused then: those before go on. */
class StatusPageTest {
    @AutoClose
    private final ServedQueue queue = new ServedQueue(new FakeRoutes());

    private final AtomicLong nowNs = new AtomicLong();
    private final StatusPage page = new StatusPage(
            () -> {
                throw new AssertionError("nobody asks");
            },
            most -> new TreeMap<>(),
            false,
            new RecentSyns(() -> List.of(queue.worker), () -> 1, nowNs::get));
    private final Map<String, HttpPage> before = page.pages();
    private final Map<String, HttpPage> after = page.pages();

    StatusPageTest() throws BindException {
        queue.worker.bind();
    }

    private void serve() {
        queue.serve(FakePacket.of(ServedQueue.ipv4Syn()));
    }

    private static String recent(Map<String, HttpPage> pages) {
        return Objects.requireNonNull(pages.get("/recent.json"))
                .answer("after=0")
                .body();
    }

    @Test
    void tellsTheSameOfRecentSynsOnAllOfThem() {
        recent(before);
        serve();
        assertThat(recent(after)).contains("\"number\":1}");
        serve();
        assertThat(recent(before)).contains("\"number\":1}", "\"number\":2}");
    }

    @Test
    void letsGoOfRecentSynsOfAllOfThem() {
        recent(before);
        serve();
        assertThat(recent(before)).contains("\"number\":1}");
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(5) + 1);
        page.look();
        assertThat(recent(before)).doesNotContain("number");
    }
}
