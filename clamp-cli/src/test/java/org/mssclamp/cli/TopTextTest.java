// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mssclamp.counter.Buckets;
import org.mssclamp.counter.Distribution;
import org.mssclamp.counter.Histogram;

class TopTextTest {
    private static final Buckets MSS = new Buckets(1360, 1460, 65535);
    private static final Buckets TIMES = new Buckets(20_000, 50_000, 2_000_000);

    private static Distribution distribution(Buckets buckets, long... valuesAndCounts) {
        Histogram histogram = new Histogram(buckets);
        for (int i = 0; i < valuesAndCounts.length; i += 2) {
            histogram.record(valuesAndCounts[i], valuesAndCounts[i + 1]);
        }
        return histogram.distribution();
    }

    private static TopSample.Queue queue(int number, long packets, long losses) {
        return new TopSample.Queue(
                number,
                number == 0 ? OptionalLong.of(3) : OptionalLong.empty(),
                packets,
                losses,
                Map.of("clamped", packets * 9 / 10, "no-rule", packets / 10, "added", 0L),
                distribution(MSS, 1460, packets),
                distribution(MSS, 1460, packets / 10, 1360, packets - packets / 10),
                distribution(TIMES, 15_000, packets - packets / 50, 1_500_000, packets / 50));
    }

    private static TopSample.Rule rule(String name, long matched, long changed) {
        return new TopSample.Rule(
                name,
                matched,
                changed,
                matched == 0 ? OptionalInt.empty() : OptionalInt.of(1460),
                matched == 0 ? OptionalInt.empty() : OptionalInt.of(1360),
                matched < 1000);
    }

    private static TopSample sample(long seconds, List<TopSample.Queue> queues, TopSample.Rule... rules) {
        return new TopSample(seconds * 1_000_000_000, "1.2.3", 11_525, 4, queues, List.of(rules));
    }

    private static final TopSample EARLIER =
            sample(10, List.of(queue(0, 1000, 0), queue(1, 0, 0)), rule("b", 100, 100), rule("a", 900, 0));
    private static final TopSample LATER = sample(
            12,
            List.of(queue(0, 3000, 0), queue(1, 100, 7)),
            rule("b", 300, 300),
            rule("a", 1200, 0),
            rule("never", 0, 0));

    private static final TopRates RATES = new TopRates(EARLIER, LATER);

    private static List<String> lines(TopOrder order) {
        return new TopText(RATES, order, Palette.PLAIN).lines();
    }

    @Test
    void showsWhatCameInASecond() {
        assertThat(lines(TopOrder.RATE))
                .containsExactly(
                        "mssclampd 1.2.3, up 03:12:05, generation 4, 2 queues, 3 rules",
                        "",
                        "queue        SYN/s    clamped/s  waiting       lost      p50      p99",
                        "    0      1,000.0        900.0        3          0    20 us     2 ms",
                        "    1         50.0         45.0        -          7    20 us     2 ms",
                        "clamped 945.0/s, no-rule 105.0/s",
                        "",
                        "MSS up to   before   after",
                        "     1360     0.0%   90.0%  ###########################",
                        "     1460   100.0%   10.0%  ###",
                        "",
                        "      SYN/s    clamped/s           SYNs  MSS at the median   rule",
                        "      150.0          0.0          1,200  about 1460 -> 1360  a",
                        "      100.0        100.0            300  1460 -> 1360        b",
                        "        0.0          0.0              0                      never");
    }

    @Test
    void marksAQueueThatHasLostSomethingJustNow() {
        TopText colored = new TopText(RATES, TopOrder.RATE, new Palette(true));
        assertThat(colored.lines())
                .filteredOn(line -> line.startsWith("\u001B[31m"))
                .singleElement()
                .asString()
                .contains("    1         50.0 ");
        TopText later = new TopText(new TopRates(LATER, LATER), TopOrder.RATE, new Palette(true));
        assertThat(later.lines()).noneMatch(line -> line.startsWith("\u001B[31m"));
    }

    @Test
    void sortsRules() {
        assertThat(names(TopOrder.RATE)).containsExactly("a", "b", "never");
        assertThat(names(TopOrder.CLAMPED)).containsExactly("b", "a", "never");
        assertThat(names(TopOrder.NAME)).containsExactly("a", "b", "never");
    }

    private static List<String> names(TopOrder order) {
        List<String> lines = lines(order);
        return lines.subList(lines.size() - 3, lines.size()).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    @Test
    void fitsAScreenOfAnySize() {
        TopRates many = new TopRates(
                sample(1, queues(10)),
                sample(
                        2,
                        queues(10),
                        IntStream.range(0, 100)
                                .mapToObj(number -> rule("rule-" + number, number, 0))
                                .toArray(TopSample.Rule[]::new)));
        for (int height = 1; height < 60; height++) {
            for (int width : new int[] {1, 20, 80, 200}) {
                List<String> screen = new TopText(many, TopOrder.NAME, Palette.PLAIN).screen(width, height);
                int limit = width;
                assertThat(screen).hasSizeLessThanOrEqualTo(height).allMatch(line -> line.length() <= limit);
                assertThat(screen.get(screen.size() - 1)).startsWith("s");
            }
        }
        List<String> usual = new TopText(many, TopOrder.NAME, Palette.PLAIN).screen(80, 24);
        assertThat(usual).hasSize(24).contains("and 6 queues more");
        assertThat(usual.get(23)).isEqualTo("sorted by name; keys: r rate, c clamped, n name, q quit");
    }

    private static List<TopSample.Queue> queues(int count) {
        List<TopSample.Queue> queues = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            queues.add(queue(number, 1000, 0));
        }
        return queues;
    }

    @Test
    void showsADaemonThatDoesNothingYet() {
        TopSample idle = sample(1, List.of(queue(0, 0, 0)));
        assertThat(new TopText(new TopRates(idle, idle), TopOrder.RATE, Palette.PLAIN).lines())
                .contains(
                        "no SYN yet",
                        "there are no rules",
                        "    0          0.0          0.0        3          0        -        -");
    }

    @Test
    void takesWhatCountsAnewFromZero() {
        TopRates restarted = new TopRates(LATER, sample(14, List.of(queue(0, 200, 0)), rule("a", 10, 10)));
        assertThat(restarted.queues()).singleElement().returns(100.0, TopRates.OfQueue::received);
        assertThat(restarted.rules(TopOrder.RATE)).singleElement().returns(5.0, TopRates.OfRule::matched);
    }

    @Test
    void takesAQueueThatCountsAnewForANewOneThoughItHasMore() {
        TopSample.Queue other = new TopSample.Queue(
                0,
                OptionalLong.empty(),
                9000,
                0,
                Map.of("no-rule", 9000L),
                distribution(MSS, 536, 9000),
                distribution(MSS, 536, 9000),
                distribution(TIMES, 15_000, 9000));
        TopRates restarted = new TopRates(LATER, sample(14, List.of(other)));
        assertThat(restarted.queues()).singleElement().returns(4500.0, TopRates.OfQueue::received);
        assertThat(new TopText(restarted, TopOrder.RATE, Palette.PLAIN).lines())
                .contains("     1360   100.0%  100.0%  ##############################");
    }

    @Test
    void saysTheSameToPrograms() throws IOException {
        String json = new TopJson(RATES).render();
        Schema.of("top").assertValid(json);
        assertThat(json)
                .contains(
                        "\"name\":\"a\",\"matchedPerSecond\":150.0,", "\"serviceNsP99\":2000000", "\"no-rule\":105.0");
    }

    @Test
    void knowsItsKeys() {
        assertThat(TopOrder.of('n')).contains(TopOrder.NAME);
        assertThat(TopOrder.of('x')).isEmpty();
        assertThat(TopOrder.of(TopScreen.NO_KEY)).isEmpty();
    }
}
