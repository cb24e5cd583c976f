// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the doctor printed as JSON. */
record Symptoms(List<Symptom> all) {
    /**
     * What one check found.
     *
     * @param command empty if there is none
     * @param advice empty if there is none
     */
    record Symptom(String check, String state, String finding, String command, String advice) {
        boolean isProblem() {
            return state.equals("warn") || state.equals("fail");
        }
    }

    static Symptoms read(String json) throws IOException {
        List<Symptom> symptoms = new ArrayList<>();
        if (JSON.std.mapFrom(json).get("checks") instanceof List<?> checks) {
            for (Object check : checks) {
                symptoms.add(symptom((Map<?, ?>) check));
            }
        }
        return new Symptoms(symptoms);
    }

    private static Symptom symptom(Map<?, ?> members) {
        return new Symptom(
                text(members, "name"),
                text(members, "state"),
                text(members, "finding"),
                text(members, "command"),
                text(members, "advice"));
    }

    private static String text(Map<?, ?> members, String name) {
        return members.containsKey(name) ? String.valueOf(members.get(name)) : "";
    }

    /** Without what is well and what was skipped. */
    Symptoms problems() {
        return new Symptoms(all.stream().filter(Symptom::isProblem).toList());
    }

    /** Their names. */
    List<String> checks() {
        return all.stream().map(Symptom::check).toList();
    }

    /** Throws if there is no check of that name. */
    Symptom of(String check) {
        return all.stream()
                .filter(symptom -> symptom.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " in " + all));
    }
}
