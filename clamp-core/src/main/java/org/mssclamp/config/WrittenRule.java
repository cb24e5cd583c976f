// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import org.mssclamp.rule.Rule;

/**
 * A rule and where it is written.
 *
 * @param rule the rule
 * @param section all of it
 * @param matchSection what its match says, if it has one
 */
record WrittenRule(Rule rule, Section section, Optional<Section> matchSection) {
    /** Where it is called by its name, or its beginning. */
    Value heading() {
        return at("name");
    }

    /** The value of a key of the rule, or the whole rule if it has no such key. */
    Value at(String key) {
        return section.value(key).orElse(section.whole());
    }

    /** The value of its action. */
    Value atAction() {
        return at(section.present(ActionReader.KEYS).get(0));
    }

    /** The value of a key of the match, or the whole rule if it has no such key. */
    Value atMatch(String key) {
        return matchSection.flatMap(match -> match.value(key)).orElse(section.whole());
    }
}
