// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.nfqueue.QueueEvent;
import org.mssclamp.nfqueue.QueueWorker;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;

class RateSamplerTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    private long nowNs = 42;
    private final RateSampler sampler = new RateSampler(() -> nowNs);
    private final QueueWorker worker = worker(3);

    private static QueueWorker worker(int queueNumber) {
        return new QueueWorker(
                queueNumber,
                QueueSettings.defaultsOf(queueNumber),
                new FakeKernel(queueNumber, 0),
                new Links(index -> ""),
                KnownLinks.silentPaths());
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private void pass(int seconds, int packetsASecond) {
        for (int i = 0; i < seconds; i++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            worker.events().add(QueueEvent.RECEIVED, packetsASecond);
            worker.packets().outcomes().add(Outcome.CLAMPED, packetsASecond / 2);
            sampler.sample();
        }
    }

    private void assertRate(Rate rate, double lastSecond, double lastMinute, double sinceStart) {
        assertThat(rate.lastSecond()).isCloseTo(lastSecond, CLOSE);
        assertThat(rate.lastMinute()).isCloseTo(lastMinute, CLOSE);
        assertThat(rate.sinceStart()).isCloseTo(sinceStart, CLOSE);
    }

    @Test
    void tellsTheLastSecondTheLastMinuteAndAllTime() {
        sampler.watch(List.of(worker));
        pass(60, 10);
        pass(30, 100);
        pass(30, 400);
        QueueRates rates = sampler.rates(3);
        assertRate(rates.received(), 400, 250, (600 + 3000 + 12000) / 120.0);
        assertRate(rates.of(Outcome.CLAMPED), 200, 125, (300 + 1500 + 6000) / 120.0);
    }

    @Test
    void tellsWhatItKnowsBeforeAMinuteIsOver() {
        sampler.watch(List.of(worker));
        assertThat(sampler.rates(3)).isEqualTo(QueueRates.NONE);
        pass(1, 10);
        assertRate(sampler.rates(3).received(), 10, 10, 10);
        pass(1, 30);
        assertRate(sampler.rates(3).received(), 30, 20, 20);
    }

    @Test
    void leavesOutWhatNeverWas() {
        sampler.watch(List.of(worker));
        pass(1, 10);
        assertThat(sampler.rates(3).outcomes()).containsOnlyKeys(Outcome.CLAMPED);
        assertThat(sampler.rates(3).of(Outcome.NOT_SYN)).isEqualTo(Rate.ZERO);
    }

    @Test
    void goesOnBehindAReloadThatKeepsTheQueue() {
        sampler.watch(List.of(worker));
        pass(2, 10);
        QueueWorker successor = worker.successor(QueueSettings.defaultsOf(3));
        sampler.watch(List.of(successor));
        pass(2, 10);
        assertRate(sampler.rates(3).received(), 10, 10, 10);
    }

    @Test
    void beginsAnewWithAQueueThatWasGivenUpAndBoundAgain() {
        sampler.watch(List.of(worker));
        pass(2, 10);
        try (QueueWorker another = worker(3)) {
            sampler.watch(List.of(another));
            nowNs += TimeUnit.SECONDS.toNanos(1);
            another.events().add(QueueEvent.RECEIVED, 7);
            sampler.sample();
            assertRate(sampler.rates(3).received(), 7, 7, 7);
        }
    }

    @Test
    void knowsNothingOfQueuesThatItDoesNotWatch() {
        assertThat(sampler.rates(4)).isEqualTo(QueueRates.NONE);
    }
}
