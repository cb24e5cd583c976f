// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

import java.util.List;

/** Writes steps as lines: terms of a sum share one, any other step has its own. */
final class Sum {
    private final List<String> lines;
    private final StringBuilder line = new StringBuilder();
    private int space;

    Sum(int space, List<String> lines) {
        this.space = space;
        this.lines = lines;
    }

    int space() {
        return space;
    }

    void take(Step step) {
        if (!step.isTerm()) {
            end();
        }
        if (line.isEmpty()) {
            line.append(space);
        }
        line.append(' ').append(step.text(space));
        space = step.after(space);
        if (!step.isTerm()) {
            end();
        }
    }

    void end() {
        if (!line.isEmpty()) {
            lines.add(line.append(" = ").append(space).toString());
            line.setLength(0);
        }
    }
}
