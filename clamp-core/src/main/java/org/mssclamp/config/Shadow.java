// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.Scope;

/**
 * A rule that keeps packets from later ones, with no more of its text than a warning needs.
 *
 * @param number among the rules, from 0
 * @param line where it is called by its name, or begins
 * @param mode what says that it only observes; empty if it acts
 */
record Shadow(int number, Rule rule, Scope scope, int line, Optional<Value> mode) {
    static Shadow of(int number, WrittenRule written, Scope scope) {
        boolean observes = written.rule().mode() == Mode.OBSERVE;
        return new Shadow(
                number,
                written.rule(),
                scope,
                written.heading().line(),
                observes ? Optional.of(written.at("mode")) : Optional.empty());
    }
}
