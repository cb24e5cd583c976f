// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Passes on the events of a parser, within limits.
 *
 * <p>The composer behind it recurses once for each level, and an alias costs a few octets and brings in any number of
 * nodes.
 */
final class BoundedParser implements Parser {
    /** More than any configuration has: root, rules, rule, match, from. */
    static final int MAX_DEPTH = 16;

    static final int MAX_ALIASES = 1000;

    /** The YAML is right, but there is too much of it. */
    static final class LimitException extends ParserException {
        private static final long serialVersionUID = 1L;

        private LimitException(String message, Event event) {
            super(null, Optional.empty(), message, event.getStartMark());
        }
    }

    private final Parser events;
    private int depth;
    private int aliases;

    BoundedParser(Parser events) {
        this.events = events;
    }

    @Override
    public Event next() {
        Event event = events.next();
        if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
            throw new LimitException(depth + " levels of nesting, allowed " + MAX_DEPTH, event);
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        if (event.getEventId() == Event.ID.Alias && ++aliases > MAX_ALIASES) {
            throw new LimitException(aliases + " aliases, allowed " + MAX_ALIASES, event);
        }
        if (event instanceof ScalarEvent scalar
                && scalar.getTag().filter("!"::equals).isPresent()) {
            // The composer forgets this tag, and "! 10.0.0.0/8" would lose its exclamation mark in silence.
            throw new ParserException(null, Optional.empty(), YamlMistake.TAG, event.getStartMark());
        }
        return event;
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return events.checkEvent(id);
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }
}
