// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class KeptMtuTest {
    private static final int LEAST = 576;

    private final KeptMtu kept = new KeptMtu(1280);

    private ProbeRound found(int octets) {
        return kept.found(octets, LEAST);
    }

    private void assertKnown(int octets) {
        assertThat(kept.known()).isEqualTo(OptionalInt.of(octets));
    }

    @Test
    void believesALargerNumberTheSecondTime() {
        assertThat(found(1400)).isEqualTo(ProbeRound.UNCONFIRMED);
        assertThat(kept.known()).isEmpty();
        assertThat(kept.unconfirmed()).isEqualTo(OptionalInt.of(1400));
        assertThat(found(1400)).isEqualTo(ProbeRound.RAISED);
        assertKnown(1400);
        assertThat(kept.unconfirmed()).isEmpty();
        assertThat(found(1400)).isEqualTo(ProbeRound.KEPT);
    }

    @Test
    void believesASmallerNumberAtOnce() {
        assertThat(found(1200)).isEqualTo(ProbeRound.LOWERED);
        assertKnown(1200);
        assertThat(found(1000)).isEqualTo(ProbeRound.LOWERED);
        assertKnown(1000);
    }

    @Test
    void believesWhatItBeganWith() {
        assertThat(found(1280)).isEqualTo(ProbeRound.KEPT);
        assertKnown(1280);
    }

    @Test
    void raisesOnlyAsFarAsBothSearchesSay() {
        found(1280);
        found(1500);
        assertThat(found(1400)).isEqualTo(ProbeRound.RAISED);
        assertKnown(1400);
        assertThat(found(1500)).isEqualTo(ProbeRound.UNCONFIRMED);
        assertThat(found(1600)).isEqualTo(ProbeRound.RAISED);
        assertKnown(1500);
        assertThat(found(1600)).as("the third in a row").isEqualTo(ProbeRound.RAISED);
        assertKnown(1600);
    }

    @Test
    void keepsTheNumberWithoutAnAnswerAndForgetsALargerOne() {
        found(1280);
        found(1400);
        assertThat(kept.without(ProbeRound.UNREACHABLE)).isEqualTo(ProbeRound.UNREACHABLE);
        assertKnown(1280);
        assertThat(found(1400)).isEqualTo(ProbeRound.UNCONFIRMED);
        assertKnown(1280);
    }

    @Test
    void believesNoNumberBelowTheLeast() {
        found(1280);
        assertThat(found(575)).isEqualTo(ProbeRound.TOO_SMALL);
        assertKnown(1280);
        assertThat(found(576)).isEqualTo(ProbeRound.LOWERED);
        assertKnown(576);
    }

    /** A number in force is never above the smaller of what the last two searches found, unless it was in force before. */
    @Test
    void isNeverRaisedByOneSearchAlone() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int run = 0; run < 2_000; run++) {
            KeptMtu any = new KeptMtu(1280);
            int before = 1280;
            int last = 0;
            for (int round = 0; round < 30; round++) {
                int found = random.nextInt(8) == 0 ? 0 : 500 + random.nextInt(5) * 300;
                if (found == 0) {
                    any.without(ProbeRound.UNSTEADY);
                } else {
                    any.found(found, LEAST);
                }
                int now = any.known().orElse(1280);
                assertThat(now).as(Seed.REPLAY).isLessThanOrEqualTo(Math.max(before, Math.min(last, found)));
                if (found >= LEAST) {
                    assertThat(now).as(Seed.REPLAY).isLessThanOrEqualTo(found);
                }
                before = now;
                last = found;
            }
        }
    }
}
