// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mssclamp.config.Configuration;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.rule.Policy;
import org.mssclamp.status.DaemonStatus.Load;
import org.mssclamp.status.DaemonStatus.Reload;
import org.mssclamp.status.RateSampler;
import org.mssclamp.status.Snapshot;

/** However many ask for the metrics, they are made a few times a second. */
@Timeout(60)
class MetricsSnapshotTest {
    private static final Load LOAD = new Load("a.yaml", "00", 1, Instant.EPOCH, Optional.empty());

    /** Each making asks for the workers. */
    private final AtomicInteger asked = new AtomicInteger();

    private long nowNs = Long.MAX_VALUE - 7;
    private final StatusSource status = new StatusSource(
            new ConfigFile(Path.of("a.yaml")),
            false,
            new RateSampler(() -> 0),
            this::workers,
            KernelFiles.PROC,
            List::of);
    private final Snapshot page = status.metrics(() -> nowNs);

    private List<QueueWorker> workers() {
        asked.incrementAndGet();
        return List.of();
    }

    private int makings() {
        int before = asked.get();
        assertThat(page.get()).contains("mssclampd_build_info");
        return asked.get() - before;
    }

    @Test
    void isMadeOnceInAQuarterOfASecond() {
        assertThat(makings()).isPositive();
        nowNs += Snapshot.LIFETIME_NANOS - 1;
        assertThat(makings()).isZero();
        nowNs += 1;
        assertThat(makings()).isPositive();
        assertThat(makings()).isZero();
    }

    @Test
    void isMadeAnewWhenAReloadIsOver() {
        assertThat(page.get()).contains("mssclampd_config_generation 0.0");
        status.inForce(LOAD, Configuration.of(List.of(), Policy.DEFAULT, List.of()));
        assertThat(page.get()).contains("mssclampd_config_generation 1.0");
        status.refused(new Reload(Instant.EPOCH, false, "no such file"));
        assertThat(page.get()).contains("mssclampd_config_last_reload_successful 0.0");
        assertThat(makings()).isZero();
    }

    @Test
    void isTheSameForAllWhoAskAtOnce() throws Exception {
        Set<String> texts = ConcurrentHashMap.newKeySet();
        ExecutorService askers = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> questions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                questions.add(() -> texts.add(page.get()));
            }
            for (Future<Boolean> question : askers.invokeAll(questions)) {
                question.get();
            }
        } finally {
            askers.shutdownNow();
        }
        assertThat(texts).hasSize(1);
    }
}
