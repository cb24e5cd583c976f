// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.doctor.Cure;
import org.mssclamp.doctor.Diagnosis;
import org.mssclamp.doctor.Finding;
import org.mssclamp.doctor.State;
import org.mssclamp.status.Json;

/**
 * What {@code doctor} found.
 *
 * @param seconds that the counters were watched
 */
record DoctorReport(String file, int seconds, List<Diagnosis> diagnoses) {
    /** Copies the list. */
    DoctorReport {
        diagnoses = List.copyOf(diagnoses);
    }

    /** Whether nothing fails: what warns, and what could not be looked at, is for people. */
    boolean isOk() {
        return count(State.FAIL) == 0;
    }

    ExitCode exitCode() {
        return isOk() ? ExitCode.OK : ExitCode.PROBLEM;
    }

    long count(State state) {
        return diagnoses.stream()
                .filter(diagnosis -> diagnosis.finding().state() == state)
                .count();
    }

    String json() {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (State state : State.values()) {
            counts.put(state.label(), count(state));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", file);
        members.put("ok", isOk());
        members.put("sampleSeconds", seconds);
        members.put("counts", counts);
        members.put("checks", diagnoses.stream().map(DoctorReport::members).toList());
        return Json.render(members);
    }

    private static Map<String, Object> members(Diagnosis diagnosis) {
        Finding finding = diagnosis.finding();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", diagnosis.check());
        members.put("state", finding.state().label());
        members.put("finding", finding.text());
        finding.cure().ifPresent(cure -> members.put(cure instanceof Cure.Command ? "command" : "advice", cure.text()));
        return members;
    }
}
