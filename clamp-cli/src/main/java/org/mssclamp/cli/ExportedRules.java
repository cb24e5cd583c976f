// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Export.Told;
import org.mssclamp.status.Json;

/** Commands that do without the daemon, with what they were made from and what they cannot do. */
record ExportedRules(String origin, Backend backend, Told told) {
    /** For the reader of the backend, to which lines that begin with {@code #} say nothing. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(origin.replaceAll("\\p{Cntrl}", "?")).append(", by the kernel alone\n");
        text.append("# applied by: ").append(backend.reader()).append('\n');
        told.losses().forEach(loss -> text.append("# cannot: ").append(loss).append('\n'));
        told.commands().forEach(command -> text.append(command).append('\n'));
        return text.toString();
    }

    /** What standard error says, a line for each rule. */
    List<String> losses() {
        return told.losses().stream().map(loss -> origin + ": rule " + loss).toList();
    }

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("origin", origin);
        members.put("backend", backend.label());
        members.put("reader", backend.reader());
        members.put("complete", told.losses().isEmpty());
        members.put("losses", told.losses());
        members.put("commands", told.commands());
        return Json.render(members);
    }
}
