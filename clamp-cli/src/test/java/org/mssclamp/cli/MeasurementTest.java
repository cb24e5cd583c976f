// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.StartException;
import org.mssclamp.packet.SynBuilder;

class MeasurementTest {
    private final List<String> progress = new ArrayList<>();

    @AutoClose
    private final Replay replay;

    MeasurementTest() throws StartException {
        ParseResult parsed = ConfigParser.parse("x.yaml", "version: 1\nrules:\n  - mtu: 1400\n");
        replay = Replay.of(
                List.of(
                        SynBuilder.ipv4().mss(1460).build(),
                        SynBuilder.ipv6().build(),
                        SynBuilder.ipv4().build()),
                new Passage("", "", 0),
                ((ParseResult.Accepted) parsed).configuration(),
                new FakeHost());
    }

    @Test
    void measuresSoManyRoundsAfterAWarmUp() {
        Figures figures = new Measurement(replay, () -> false, progress::add).run(new Extent.Rounds(2));

        assertThat(progress).containsExactly("warming up", "round 1 of 2", "round 2 of 2");
        assertThat(figures.rounds()).hasSize(2);
        assertThat(figures.nsPerPacket().least()).isPositive();
        assertThat(figures.rounds())
                .allSatisfy(
                        round -> assertThat(round.packets() % replay.packets()).isZero());
    }

    @Test
    void measuresForSoLongByTheClock() {
        Figures figures = new Measurement(replay, () -> false, progress::add).run(new Extent.Seconds(1));

        assertThat(figures.isEmpty()).isFalse();
        assertThat(progress).startsWith("warming up", "round 1, after 0 of 1 s");
    }

    @Test
    void endsAtOnceWhenItIsInterruptedWhileItWarmsUp() {
        AtomicInteger asked = new AtomicInteger();

        assertThat(new Measurement(replay, () -> asked.incrementAndGet() > 1, progress::add)
                        .run(new Extent.Rounds(5))
                        .isEmpty())
                .isTrue();
        assertThat(progress).containsExactly("warming up");
    }

    @Test
    void keepsTheRoundsThatWereWholeWhenItIsInterrupted() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Figures figures = new Measurement(replay, interrupted::get, text -> {
                    progress.add(text);
                    interrupted.set(text.startsWith("round 2"));
                })
                .run(new Extent.Rounds(5));

        assertThat(figures.rounds()).hasSize(1);
        assertThat(progress).last().isEqualTo("round 2 of 5");
    }

    @Test
    void measuresNothingIfItIsInterruptedBefore() {
        assertThat(new Measurement(replay, () -> true, progress::add)
                        .run(new Extent.Rounds(5))
                        .isEmpty())
                .isTrue();
    }
}
