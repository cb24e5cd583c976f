// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ColumnTest {
    @Test
    void isAsWideAsItsWidestCell() {
        Column column = Column.of(Stream.of("a", "abc", ""));

        assertThat(column.left("a")).isEqualTo("a  ");
        assertThat(column.right("a")).isEqualTo("  a");
        assertThat(column.right("abcd")).isEqualTo("abcd");
        assertThat(Column.of(Stream.of()).left("")).isEmpty();
    }
}
