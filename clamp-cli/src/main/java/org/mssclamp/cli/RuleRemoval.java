// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mssclamp.firewall.Backend;
import org.mssclamp.packet.Family;
import org.mssclamp.status.Json;

/** Commands that undo what {@link GeneratedRules} put in force, whatever these were made from. */
record RuleRemoval(Set<Family> families, Backend backend) {
    /** For the reader of the backend. */
    String text() {
        return "# undone by: " + backend.reader() + "\n" + String.join("\n", commands()) + "\n";
    }

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("backend", backend.label());
        members.put("remove", true);
        members.put("reader", backend.reader());
        members.put("commands", commands());
        return Json.render(members);
    }

    private List<String> commands() {
        return backend.remove(families);
    }
}
