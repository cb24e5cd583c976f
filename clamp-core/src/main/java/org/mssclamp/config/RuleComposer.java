// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Composes the tree of a configuration, but gives the rules away one by one: all their nodes together take some forty
 * times the room of the text.
 *
 * <p>In the tree the list of rules is empty then, and no alias can call it. A list with a tag stays.
 */
final class RuleComposer extends Composer {
    private static final String RULES = "rules";

    private final Consumer<Node> rules;
    private int depth;
    private @Nullable Node topKey;
    private boolean gaveRules;

    RuleComposer(LoadSettings settings, Parser parser, Consumer<Node> rules) {
        super(settings, parser);
        this.rules = rules;
    }

    @Override
    protected Node composeKeyNode(MappingNode mapping) {
        Node key = super.composeKeyNode(mapping);
        if (depth == 1) {
            topKey = key;
        }
        return key;
    }

    @Override
    protected Node composeMappingNode(Optional<Anchor> anchor) {
        depth++;
        Node mapping = super.composeMappingNode(anchor);
        depth--;
        return mapping;
    }

    @Override
    protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
        depth++;
        SequenceNode list = isListOfRules() ? giveAway() : super.composeSequenceNode(anchor);
        depth--;
        return list;
    }

    private boolean isListOfRules() {
        return depth == 2
                && !gaveRules
                && topKey instanceof ScalarNode key
                && key.getValue().equals(RULES)
                && ((SequenceStartEvent) parser.peekEvent()).getTag().isEmpty();
    }

    private SequenceNode giveAway() {
        gaveRules = true;
        SequenceStartEvent start = (SequenceStartEvent) parser.next();
        MappingNode parent = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            rules.accept(composeValueNode(parent));
        }
        Event end = parser.next();
        return new SequenceNode(Tag.SEQ, true, List.of(), start.getFlowStyle(), start.getStartMark(), end.getEndMark());
    }
}
