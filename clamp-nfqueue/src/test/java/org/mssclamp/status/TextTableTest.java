// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void setsTextsToTheLeftAndNumbersToTheRight() {
        TextTable table = new TextTable(1);
        table.add("outcome", "packets");
        table.add("already-low", "7");
        table.add("clamped", "1,234,567");
        assertThat(table.lines())
                .containsExactly("outcome        packets", "already-low          7", "clamped      1,234,567");
    }

    @Test
    void hasNoBlanksAtTheEndOfALine() {
        TextTable table = new TextTable(2);
        table.add("a", "long");
        table.add("b", "x");
        assertThat(table.lines()).containsExactly("a  long", "b  x");
        assertThat(new TextTable(1).lines()).isEmpty();
    }
}
