// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mssclamp.firewall.Backend;
import org.mssclamp.firewall.Ruleset;
import org.mssclamp.status.Json;

/** Commands that put rules in force, with what they were made from. */
record GeneratedRules(FedQueues fed, Ruleset rules, Backend backend) {
    /** For the reader of the backend, to which lines that begin with {@code #} say nothing. */
    String text() {
        String origin = fed.origin().replaceAll("\\p{Cntrl}", "?");
        String onFailure = fed.onFailure().label();
        String mark = mark().map(set -> ", mark " + set).orElse("");
        return "# " + origin + ": queue " + fed.numbers() + ", on-failure " + onFailure + mark + "\n"
                + "# applied by: " + backend.reader() + "\n"
                + String.join("\n", commands()) + "\n";
    }

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("origin", fed.origin());
        members.put("backend", backend.label());
        members.put("queues", fed.numbers().toString());
        members.put("onFailure", fed.onFailure().label());
        members.put("mark", mark().orElse(null));
        members.put("remove", false);
        members.put("reader", backend.reader());
        members.put("commands", commands());
        return Json.render(members);
    }

    private Optional<String> mark() {
        return rules.net().map(net -> net.mark().toString());
    }

    private List<String> commands() {
        return backend.add(rules);
    }
}
