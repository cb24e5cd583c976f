// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/**
 * A stretch of one line of a text.
 *
 * @param source name of the text, usually a file
 * @param line from 1
 * @param column of the first character, from 1, in code points; one past the end of the line at most
 * @param width code points, at least 1
 * @param text the whole line, without its end
 */
public record Position(String source, int line, int column, int width, String text) {
    @Override
    public String toString() {
        return source + ":" + line + ":" + column;
    }
}
