// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.status;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mssclamp.config.Position;
import org.mssclamp.config.Problem;

/** A problem of a configuration for programs. */
public final class ProblemMembers {
    private ProblemMembers() {}

    /** For a JSON document. */
    public static Map<String, Object> of(Problem problem) {
        Position position = problem.position();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("severity", problem.severity().label());
        members.put("line", position.line());
        members.put("column", position.column());
        members.put("endColumn", position.column() + position.width());
        members.put("path", problem.path());
        members.put("message", problem.message());
        problem.hint().ifPresent(hint -> members.put("hint", hint));
        return members;
    }
}
