// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class FrequentValuesTest {
    private static final int VALUES = 20_000;

    private final FrequentValues frequent = new FrequentValues();
    private final List<Integer> recorded = new ArrayList<>();

    private void record(int value, int times) {
        for (int i = 0; i < times; i++) {
            frequent.record(value);
            recorded.add(value);
        }
    }

    private Map<Integer, Long> naiveCounts() {
        Map<Integer, Long> counts = new HashMap<>();
        recorded.forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts;
    }

    private int naiveMedian() {
        return recorded.stream().sorted().toList().get((recorded.size() - 1) / 2);
    }

    @Test
    void beginsWithNothing() {
        assertThat(frequent.tally()).isEqualTo(Tally.NONE);
        assertThat(frequent.tally().median(value -> value)).isEmpty();
    }

    @RepeatedTest(8)
    void isExactWhileThereAreAtMostEightValues(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(Seed.VALUE + repetition.getCurrentRepetition());
        int[] values = random.ints(repetition.getCurrentRepetition(), 0, Integer.MAX_VALUE)
                .toArray();
        for (int i = 0; i < VALUES; i++) {
            record(values[random.nextInt(values.length)], 1);
        }
        Tally tally = frequent.tally();
        assertThat(tally.counts()).as(Seed.REPLAY).isEqualTo(naiveCounts());
        assertThat(tally.exact()).isTrue();
        assertThat(tally.median(value -> value)).hasValue(naiveMedian());
    }

    @Test
    void countsZeroAndTheLargestAsAnyOther() {
        record(-1, 1);
        record(0, 2);
        record(Integer.MIN_VALUE, 3);
        assertThat(frequent.tally()).isEqualTo(new Tally(Map.of(-1, 1L, 0, 2L, Integer.MIN_VALUE, 3L), true));
    }

    @Test
    void saysWhenItIsNoLongerExact() {
        for (int value = 1; value <= FrequentValues.SLOTS; value++) {
            record(value, 1);
            assertThat(frequent.tally().exact()).isTrue();
        }
        record(FrequentValues.SLOTS + 1, 1);
        assertThat(frequent.tally().exact()).isFalse();
    }

    @Test
    void keepsWhatIsFrequentAndNeverCountsItTooLow() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < VALUES; i++) {
            int common = 1400 + 20 * random.nextInt(4);
            record(random.nextInt(10) < 8 ? common : random.nextInt(536, 9000), 1);
        }
        Tally tally = frequent.tally();
        long all = tally.counts().values().stream().mapToLong(Long::longValue).sum();
        assertThat(all).as("every value is counted, for itself or for another").isEqualTo(VALUES);
        naiveCounts().forEach((value, count) -> {
            if (count > VALUES / FrequentValues.SLOTS) {
                assertThat(tally.counts().get(value))
                        .as("%d, %s", value, Seed.REPLAY)
                        .isGreaterThanOrEqualTo(count);
            }
        });
        assertThat(tally.median(value -> value).orElseThrow())
                .as(Seed.REPLAY)
                .isBetween(naiveMedian() - 20, naiveMedian() + 20);
    }

    @Test
    void halvesAllCountsBeforeOneOutgrowsItsRoom() throws ReflectiveOperationException {
        record(1460, 3);
        Field field = FrequentValues.class.getDeclaredField("cells");
        field.setAccessible(true);
        long[] cells = (long[]) field.get(frequent);
        cells[0] |= 0xFFFF_FFFFL;
        record(1360, 6);
        record(1460, 1);
        assertThat(frequent.tally()).isEqualTo(new Tally(Map.of(1460, (1L << 31) + 1, 1360, 3L), false));
    }

    @Test
    void takesTheLowerOfTwoMedians() {
        record(1360, 2);
        record(1460, 2);
        assertThat(frequent.tally().median(value -> value)).hasValue(1360);
        record(1460, 1);
        assertThat(frequent.tally().median(value -> value)).hasValue(1460);
    }

    @Test
    void leavesOutOfTheMedianWhatHasNoSuchPart() {
        record(0, 10);
        record(1460, 1);
        assertThat(frequent.tally().median(value -> value == 0 ? -1 : value)).hasValue(1460);
    }

    @Test
    void addsUpThoseOfSeveralWriters() {
        record(1360, 2);
        record(1460, 1);
        Tally other = new Tally(Map.of(1460, 5L, 536, 1L), false);
        assertThat(frequent.tally().plus(other)).isEqualTo(new Tally(Map.of(1360, 2L, 1460, 6L, 536, 1L), false));
    }
}
