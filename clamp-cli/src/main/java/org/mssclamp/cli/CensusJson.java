// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.clamp.Outcome;

/** What became of packets, for programs. */
record CensusJson(Census census) {
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("outcomes", outcomes());
        members.put("rules", rules());
        return members;
    }

    private Map<String, Object> outcomes() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            if (census.count(outcome) > 0) {
                members.put(outcome.label(), census.count(outcome));
            }
        }
        return members;
    }

    private List<Map<String, Object>> rules() {
        return census.rules().stream().map(CensusJson::rule).toList();
    }

    private static Map<String, Object> rule(Census.OfRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", rule.name());
        members.put("matched", rule.matched());
        members.put("changed", rule.changed());
        return members;
    }
}
