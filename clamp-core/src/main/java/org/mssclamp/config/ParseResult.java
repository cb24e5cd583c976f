// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.List;

/** A configuration with warnings at most, or everything that is wrong with it. */
public sealed interface ParseResult {
    /** In the order of the text. */
    List<Problem> problems();

    /** The text is a configuration; its problems are warnings. */
    record Accepted(Configuration configuration, List<Problem> problems) implements ParseResult {
        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /** The text is no configuration; its problems are errors, at least one. */
    record Refused(List<Problem> problems) implements ParseResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
