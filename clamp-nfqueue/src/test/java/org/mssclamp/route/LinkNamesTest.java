// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;
import org.mssclamp.oracle.Dice;

class LinkNamesTest {
    private final LinkNames names = new LinkNames(index -> "asked " + index);

    @Test
    void knowsNoNameOfTheIndexThatIsNone() {
        names.replace(Map.of(1, "lo"));
        assertThat(names.name(0)).isEqualTo(LinkNames.NONE);
    }

    @Test
    void asksTheKernelForWhatItDoesNotKnow() {
        assertThat(names.name(1)).isEqualTo("asked 1");
        names.replace(Map.of(1, "lo"));
        assertThat(names.name(1)).isEqualTo("lo");
        assertThat(names.name(2)).isEqualTo("asked 2");
    }

    @Test
    void forgetsLinksThatAreGone() {
        names.replace(Map.of(1, "lo", 2, "eth0"));
        names.replace(Map.of(1, "lo"));
        assertThat(names.name(2)).isEqualTo("asked 2");
    }

    @Test
    void tellsLinksApartThatFallOnOnePlace() {
        // Any power of two up to 2^31 as a mask leaves the same low bits.
        Map<Integer, String> links = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            links.put(3 + (i << 16), "far" + i);
        }
        names.replace(links);
        links.forEach((index, name) -> assertThat(names.name(index)).isEqualTo(name));
        assertThat(names.name(3 + (20 << 16))).isEqualTo("asked " + (3 + (20 << 16)));
    }

    @Test
    void knowsTheLargestIndexes() {
        names.replace(Map.of(Integer.MAX_VALUE, "last", Integer.MAX_VALUE - 1, "last-but-one"));
        assertThat(names.name(Integer.MAX_VALUE)).isEqualTo("last");
        assertThat(names.name(Integer.MAX_VALUE - 1)).isEqualTo("last-but-one");
        assertThat(names.name(-1)).isEqualTo("asked -1");
    }

    @Test
    void knowsAnyNumberOfLinks() {
        Dice dice = new Dice(Seed.VALUE);
        for (int size = 0; size <= 2000; size += 1 + size / 8) {
            Map<Integer, String> links = new HashMap<>();
            while (links.size() < size) {
                int index = 1 + dice.below(dice.oneIn(2) ? 4000 : Integer.MAX_VALUE);
                links.put(index, "link" + index);
            }
            names.replace(links);
            links.forEach((index, name) ->
                    assertThat(names.name(index)).as(Seed.REPLAY).isEqualTo(name));
        }
    }
}
