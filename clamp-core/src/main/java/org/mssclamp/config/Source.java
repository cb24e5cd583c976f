// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A named text by its lines: turns marks of the YAML library into positions. */
final class Source {
    private static final int FEW_LINES = 64;

    private static final Pattern TOKEN_END = Pattern.compile("[\\s,\\[\\]{}]");

    private final String name;
    private final String text;

    /** Where lines begin. */
    private final int[] starts;

    private int knownCodePoint;
    private int knownIndex;

    Source(String name, String text) {
        this.name = name;
        this.text = text;
        starts = starts(text);
    }

    private static int[] starts(String text) {
        int[] starts = new int[FEW_LINES];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            if (isBreak(text, i)) {
                starts = lines == starts.length ? Arrays.copyOf(starts, 2 * lines) : starts;
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }

    /** Whether a line ends with that character (YAML 1.2.2 section 5.4, b-break); the library counts lines by the same. */
    private static boolean isBreak(String text, int index) {
        char c = text.charAt(index);
        return c == '\n' || (c == '\r' && !text.startsWith("\n", index + 1));
    }

    String text() {
        return text;
    }

    /** Where a mark is in the text; fast from one mark to the next. */
    int index(Mark mark) {
        knownIndex = text.offsetByCodePoints(knownIndex, mark.getIndex() - knownCodePoint);
        knownCodePoint = mark.getIndex();
        return knownIndex;
    }

    private String line(int number) {
        int end = number + 1 < starts.length ? starts[number + 1] : text.length();
        while (number + 1 < starts.length && end > starts[number] && isPartOfBreak(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(starts[number], end);
    }

    private static boolean isPartOfBreak(char c) {
        return c == '\n' || c == '\r';
    }

    /** The first character. */
    Position start() {
        return position(0, 0, 1);
    }

    /** One character. */
    Position position(Mark mark) {
        return position(mark.getLine(), mark.getColumn(), 1);
    }

    /** Where a node begins, from 1. */
    int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** A node, or as much of it as stands on its first line. */
    Position position(Node node) {
        Optional<Mark> start = node.getStartMark();
        if (start.isEmpty()) {
            return start();
        }
        int line = start.get().getLine();
        int column = start.get().getColumn();
        Mark end = end(node, line);
        int endColumn = end.getLine() == line ? end.getColumn() : length(line);
        return position(line, column, endColumn - column);
    }

    /** Line and column from 0; what is outside of the text is moved to its edge. */
    Position position(int line, int column, int width) {
        int inside = Math.min(Math.max(line, 0), starts.length - 1);
        int columnInside = Math.min(Math.max(column, 0), length(inside));
        return new Position(name, inside + 1, columnInside + 1, Math.max(width, 1), line(inside));
    }

    /** The character at a mark; a space where the line has ended. */
    int characterAt(Mark mark) {
        String rest = restOfLine(mark);
        return rest.isEmpty() ? ' ' : rest.codePointAt(0);
    }

    /** What is written from a mark to the next blank, comma or bracket. */
    String tokenAt(Mark mark) {
        return TOKEN_END.split(restOfLine(mark), 2)[0];
    }

    /** Whether nothing but blanks is at or behind a mark. */
    boolean isAtEnd(Mark mark) {
        int line = position(mark).line();
        return restOfLine(mark).isBlank()
                && IntStream.range(line, starts.length).mapToObj(this::line).allMatch(String::isBlank);
    }

    private String restOfLine(Mark mark) {
        Position position = position(mark);
        String line = position.text();
        return line.substring(line.offsetByCodePoints(0, position.column() - 1));
    }

    private int length(int line) {
        String written = line(line);
        return written.codePointCount(0, written.length());
    }

    /** A block collection ends, as far as a reader looks, where its first entry does. */
    private static Mark end(Node node, int line) {
        Node last = node;
        if (node instanceof SequenceNode list && isBlock(list)) {
            last = list.getValue().get(0);
        } else if (node instanceof MappingNode mapping && isBlock(mapping)) {
            NodeTuple first = mapping.getValue().get(0);
            boolean sameLine = startsAfter(node, first.getValueNode())
                    && first.getValueNode().getStartMark().map(Mark::getLine).orElse(0) == line;
            last = sameLine ? first.getValueNode() : first.getKeyNode();
        }
        return startsAfter(node, last) ? end(last, line) : last.getEndMark().orElseThrow();
    }

    private static boolean isBlock(CollectionNode<?> collection) {
        return collection.getFlowStyle() == FlowStyle.BLOCK
                && !collection.getValue().isEmpty();
    }

    /** False of what an alias brings in from above, which may even be the node itself. */
    private static boolean startsAfter(Node node, Node entry) {
        return index(entry) > index(node);
    }

    private static int index(Node node) {
        return node.getStartMark().map(Mark::getIndex).orElse(0);
    }
}
