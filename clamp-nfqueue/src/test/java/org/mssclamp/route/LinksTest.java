// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Interface;

class LinksTest {
    private final Links links = new Links(index -> "asked " + index);

    private void replace(Map<Integer, String> names) {
        List<Link> known = new ArrayList<>();
        names.forEach((index, name) -> known.add(new Link(new Interface(index, name), 1500, 1500)));
        links.replace(known);
    }

    private String name(int index) {
        return links.interfaceOf(index).name();
    }

    @Test
    void knowsNoNameOfTheIndexThatIsNone() {
        replace(Map.of(1, "lo"));
        assertThat(name(0)).isEqualTo("");
    }

    @Test
    void asksTheKernelForWhatItDoesNotKnow() {
        assertThat(name(1)).isEqualTo("asked 1");
        replace(Map.of(1, "lo"));
        assertThat(name(1)).isEqualTo("lo");
        assertThat(name(2)).isEqualTo("asked 2");
    }

    @Test
    void forgetsLinksThatAreGone() {
        replace(Map.of(1, "lo", 2, "eth0"));
        replace(Map.of(1, "lo"));
        assertThat(name(2)).isEqualTo("asked 2");
    }

    @Test
    void tellsLinksApartThatFallOnOnePlace() {
        // Any power of two up to 2^31 as a mask leaves the same low bits.
        Map<Integer, String> names = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            names.put(3 + (i << 16), "far" + i);
        }
        replace(names);
        names.forEach((index, name) -> assertThat(name(index)).isEqualTo(name));
        assertThat(name(3 + (20 << 16))).isEqualTo("asked " + (3 + (20 << 16)));
    }

    @Test
    void knowsTheLargestIndexes() {
        replace(Map.of(Integer.MAX_VALUE, "last", Integer.MAX_VALUE - 1, "last-but-one"));
        assertThat(name(Integer.MAX_VALUE)).isEqualTo("last");
        assertThat(name(Integer.MAX_VALUE - 1)).isEqualTo("last-but-one");
        assertThat(name(-1)).isEqualTo("asked -1");
    }

    @Test
    void knowsAnyNumberOfLinks() {
        Dice dice = new Dice(Seed.VALUE);
        for (int size = 0; size <= 2000; size += 1 + size / 8) {
            Map<Integer, String> names = new HashMap<>();
            while (names.size() < size) {
                int index = 1 + dice.below(dice.oneIn(2) ? 4000 : Integer.MAX_VALUE);
                names.put(index, "link" + index);
            }
            replace(names);
            names.forEach(
                    (index, name) -> assertThat(name(index)).as(Seed.REPLAY).isEqualTo(name));
        }
    }

    @Test
    void knowsWhatALinkCarriesOfEachFamily() {
        links.replace(List.of(
                new Link(new Interface(1, "lo"), 65536, 65536),
                new Link(new Interface(2, "eth0"), 1500, 1280),
                new Link(new Interface(3, "wg0"), 1420, Integer.MAX_VALUE)));
        assertThat(links.mtu(1, Family.IPV4)).as("IP_MAX_MTU").isEqualTo(65535);
        assertThat(links.mtu(1, Family.IPV6)).isEqualTo(65536);
        assertThat(links.mtu(2, Family.IPV4)).isEqualTo(1500);
        assertThat(links.mtu(2, Family.IPV6)).isEqualTo(1280);
        assertThat(links.mtu(3, Family.IPV6)).isEqualTo(1420);
        assertThat(links.mtu(4, Family.IPV4)).isEqualTo(Links.UNKNOWN_MTU);
    }
}
