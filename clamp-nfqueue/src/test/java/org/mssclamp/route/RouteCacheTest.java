// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.clamp.Paths;
import org.mssclamp.oracle.Dice;
import org.mssclamp.packet.Family;
import org.mssclamp.packet.SynBuilder;

class RouteCacheTest {
    private static final int STEPS = 300_000;
    private static final long LIFETIME_NS = 1_000_000_000;
    private static final int CHANGES = 5;

    private RouteCache cache = new RouteCache();

    private static RouteQuery forward(SynBuilder packet) {
        return new RoutedSyn(packet).forward();
    }

    private static SynBuilder to(int number) {
        return SynBuilder.ipv4().to("10." + (number >> 16 & 0xFF) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF));
    }

    private void put(RouteQuery query, int mtu, long nowNs) {
        cache.put(query, mtu, nowNs, nowNs + LIFETIME_NS, CHANGES);
    }

    private int find(RouteQuery query, long nowNs) {
        return cache.find(query, nowNs, CHANGES);
    }

    @Test
    void findsNothingAtFirst() {
        for (long nowNs : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(cache.find(forward(SynBuilder.ipv4()), nowNs, 0)).isEqualTo(RouteCache.MISS);
        }
    }

    @Test
    void findsWhatWasPutIn() {
        for (int mtu : new int[] {1400, 0, 65535, Paths.UNKNOWN, Lookup.NO_ROUTE}) {
            put(forward(SynBuilder.ipv4()), mtu, 0);
            assertThat(find(forward(SynBuilder.ipv4()), 0)).isEqualTo(mtu);
        }
    }

    @Test
    void believesAnAnswerUntilItsTimeIsOver() {
        for (long nowNs : new long[] {0, -LIFETIME_NS / 2, Long.MAX_VALUE - LIFETIME_NS / 2, Long.MIN_VALUE}) {
            put(forward(SynBuilder.ipv6()), 1400, nowNs);
            assertThat(find(forward(SynBuilder.ipv6()), nowNs + LIFETIME_NS - 1))
                    .isEqualTo(1400);
            assertThat(find(forward(SynBuilder.ipv6()), nowNs + LIFETIME_NS)).isEqualTo(RouteCache.MISS);
        }
    }

    @Test
    void believesNoAnswerFromBeforeAChange() {
        put(forward(SynBuilder.ipv4()), 1400, 0);
        assertThat(cache.find(forward(SynBuilder.ipv4()), 0, CHANGES + 1)).isEqualTo(RouteCache.MISS);
        cache.put(forward(SynBuilder.ipv4()), 1300, 0, LIFETIME_NS, CHANGES + 1);
        assertThat(cache.find(forward(SynBuilder.ipv4()), 0, CHANGES + 1)).isEqualTo(1300);
        assertThat(find(forward(SynBuilder.ipv4()), 0)).isEqualTo(RouteCache.MISS);
    }

    @Test
    void findsAnswersAfterAnyNumberOfChanges() {
        for (int changes : new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            cache.put(forward(SynBuilder.ipv4()), Paths.UNKNOWN, 0, LIFETIME_NS, changes);
            assertThat(cache.find(forward(SynBuilder.ipv4()), 0, changes)).isEqualTo(Paths.UNKNOWN);
        }
    }

    @Test
    void tellsQueriesApartByEverythingTheyAre() {
        List<RouteQuery> queries = new ArrayList<>();
        for (Family family : Family.values()) {
            boolean isIpv4 = family == Family.IPV4;
            queries.add(forward(SynBuilder.of(family)));
            queries.add(forward(SynBuilder.of(family).to(isIpv4 ? "198.51.100.3" : "2001:db8:ffff::3")));
            queries.add(forward(SynBuilder.of(family).from(isIpv4 ? "192.0.2.2" : "2001:db8::2")));
            queries.add(forward(SynBuilder.of(family).trafficClass(0xB8)));
            queries.add(new RoutedSyn(SynBuilder.of(family), 7, 2, 0).forward());
            queries.add(new RoutedSyn(SynBuilder.of(family), 1, 7, 0).forward());
            queries.add(new RoutedSyn(SynBuilder.of(family), 1, 2, 7).forward());
            queries.add(new RoutedSyn(SynBuilder.of(family), 1, 2, 0x8000_0000).forward());
            queries.add(new RoutedSyn(SynBuilder.of(family)).reverse());
        }
        queries.add(forward(SynBuilder.ipv6().to("2001:db8:fffe::2")));
        queries.add(forward(SynBuilder.ipv6().from("2001:db9::1")));
        queries.add(forward(SynBuilder.ipv6().from("::c000:201").to("::c633:6402")));
        for (int i = 0; i < queries.size(); i++) {
            put(queries.get(i), 1000 + i, 0);
        }
        for (int i = 0; i < queries.size(); i++) {
            assertThat(find(queries.get(i), 0)).isEqualTo(1000 + i);
            for (int j = 0; j < i; j++) {
                assertThat(queries.get(i).isSame(queries.get(j))).isFalse();
            }
        }
    }

    /** So many of each that they meet in every set. */
    @Test
    void tellsQueriesApartThatLieInOneSet() {
        Map<String, IntFunction<RouteQuery>> differences = Map.of(
                "toLow", i -> forward(SynBuilder.ipv6().to("2001:db8::" + Integer.toHexString(i))),
                "toHigh", i -> forward(SynBuilder.ipv6().to("2001:db8:" + Integer.toHexString(i) + "::1")),
                "fromLow", i -> forward(SynBuilder.ipv6().from("2001:db8::" + Integer.toHexString(i))),
                "fromHigh", i -> forward(SynBuilder.ipv6().from("2001:db8:" + Integer.toHexString(i) + "::1")),
                "in", i -> new RoutedSyn(SynBuilder.ipv4(), i, 2, 0).forward(),
                "out", i -> new RoutedSyn(SynBuilder.ipv4(), 1, i, 0).forward(),
                "mark", i -> new RoutedSyn(SynBuilder.ipv4(), 1, 2, i).forward());
        differences.forEach((field, query) -> {
            cache = new RouteCache();
            for (int i = 1; i < 20_000; i++) {
                assertThat(find(query.apply(i), 0)).as("%s %d", field, i).isEqualTo(RouteCache.MISS);
                put(query.apply(i), i, 0);
            }
        });
    }

    @Test
    void takesPacketsForOneThatDifferInWhatChoosesNoRoute() {
        RouteQuery query = forward(SynBuilder.ipv4().trafficClass(0xB8));
        put(query, 1400, 0);
        List<Function<SynBuilder, SynBuilder>> differences = List.of(
                syn -> syn.trafficClass(0xBB),
                syn -> syn.ports(1, 2).trafficClass(0xB8),
                syn -> syn.mss(1460).trafficClass(0xB8));
        for (Function<SynBuilder, SynBuilder> difference : differences) {
            RouteQuery other = forward(difference.apply(SynBuilder.ipv4()));
            assertThat(find(other, 0)).isEqualTo(1400);
            assertThat(other.isSame(query)).isTrue();
        }
    }

    @Test
    void keepsTheNewestWhateverItReplaces() {
        for (int i = 0; i < 100_000; i++) {
            RouteQuery query = forward(to(i));
            put(query, i, i);
            assertThat(find(query, i)).isEqualTo(i);
        }
    }

    @Test
    void keepsNearlyAllWhileThereIsRoom() {
        int found = 0;
        for (int i = 0; i < 1000; i++) {
            put(forward(to(i)), i, 0);
        }
        for (int i = 0; i < 1000; i++) {
            found += find(forward(to(i)), 0) == i ? 1 : 0;
        }
        assertThat(found).as("in 4096 entries").isGreaterThan(970);
    }

    @Test
    void prefersThePlaceOfAnAnswerThatHoldsNoLonger() {
        for (int i = 0; i < 50_000; i++) {
            put(forward(to(i)), i, 0);
        }
        long laterNs = LIFETIME_NS;
        int found = 0;
        for (int i = 0; i < 1000; i++) {
            put(forward(to(i)), i, laterNs);
        }
        for (int i = 0; i < 1000; i++) {
            found += find(forward(to(i)), laterNs) == i ? 1 : 0;
        }
        assertThat(found).isGreaterThan(970);
    }

    /** What is found is always what a table of unlimited size would know, too. */
    @Test
    void findsOnlyWhatALargeTableKnowsToo() {
        Dice dice = new Dice(Seed.VALUE);
        NaiveRouteCache naive = new NaiveRouteCache();
        long nowNs = dice.bits64();
        int changes = 0;
        long hits = 0;
        long known = 0;
        for (int step = 0; step < STEPS; step++) {
            nowNs += dice.below(100_000);
            changes += dice.oneIn(20_000) ? 1 : 0;
            RouteQuery query = anyQuery(dice);
            if (dice.oneIn(3)) {
                int mtu = dice.below(70_000);
                long untilNs = nowNs + dice.below((int) LIFETIME_NS);
                cache.put(query, mtu, nowNs, untilNs, changes);
                naive.put(query, mtu, untilNs, changes);
            }
            int expected = naive.find(query, nowNs, changes);
            int found = cache.find(query, nowNs, changes);
            assertThat(found).as("step %d, %s", step, Seed.REPLAY).isIn(RouteCache.MISS, expected);
            hits += found == RouteCache.MISS ? 0 : 1;
            known += expected == RouteCache.MISS ? 0 : 1;
        }
        assertThat(hits).as("of %d, %s", known, Seed.REPLAY).isGreaterThan(known / 2);
    }

    private static RouteQuery anyQuery(Dice dice) {
        boolean isIpv4 = dice.oneIn(2);
        String suffix = String.valueOf(1 + dice.below(200));
        SynBuilder packet = isIpv4
                ? SynBuilder.ipv4().to("198.51.100." + suffix).from("192.0.2." + dice.oneOf(1, 2))
                : SynBuilder.ipv6().to("2001:db8:ffff::" + suffix).from("2001:db8::" + dice.oneOf(1, 2));
        RoutedSyn syn = new RoutedSyn(
                packet.trafficClass(dice.oneOf(0, 0xB8)), dice.oneOf(1, 3), dice.oneOf(2, 2, 4), dice.oneOf(0, 0, 9));
        return dice.oneIn(3) ? syn.reverse() : syn.forward();
    }
}
