// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.stream.Stream;

/**
 * A column of text for people.
 *
 * @param width in characters
 */
public record Column(int width) {
    /** As wide as the widest of its cells. */
    public static Column of(Stream<String> cells) {
        return new Column(cells.mapToInt(String::length).max().orElse(0));
    }

    /** The cell, flush left; a longer one stays as it is. */
    public String left(String cell) {
        return cell + blanks(cell);
    }

    /** The cell, flush right; a longer one stays as it is. */
    public String right(String cell) {
        return blanks(cell) + cell;
    }

    private String blanks(String cell) {
        return " ".repeat(Math.max(width - cell.length(), 0));
    }
}
