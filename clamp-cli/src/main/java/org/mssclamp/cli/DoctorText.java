// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.mssclamp.doctor.Cure;
import org.mssclamp.doctor.Diagnosis;
import org.mssclamp.doctor.Finding;
import org.mssclamp.doctor.State;
import org.mssclamp.status.Column;

/**
 * What {@code doctor} found, for people.
 *
 * <pre>
 * OK       capability   mssclampd (pid 812) has CAP_NET_ADMIN
 * WARN     interfaces   there is no interface wg7, which rule branch names
 *                       hint: bring it up, or name another; there are: eth0, lo, wg0
 * FAIL     queue-owner  nobody has bound queue 0
 *                       systemctl restart mssclampd
 *
 * 1 ok, 1 warn, 1 fail
 * </pre>
 */
record DoctorText(DoctorReport report, Palette palette) {
    private static final String GAP = "  ";

    String render() {
        Column states = Column.of(Arrays.stream(State.values()).map(State::name));
        Column names = Column.of(report.diagnoses().stream().map(Diagnosis::check));
        StringBuilder text = new StringBuilder();
        for (Diagnosis diagnosis : report.diagnoses()) {
            Finding finding = diagnosis.finding();
            text.append(styled(states.left(finding.state().name()), finding.state()))
                    .append(GAP)
                    .append(names.left(diagnosis.check()))
                    .append(GAP)
                    .append(styledText(finding))
                    .append('\n');
            finding.cure()
                    .ifPresent(cure -> text.append(" ".repeat(states.width() + names.width() + 2 * GAP.length()))
                            .append(cure instanceof Cure.Command ? palette.strong(cure.text()) : "hint: " + cure.text())
                            .append('\n'));
        }
        return text.append('\n').append(summary()).append('\n').toString();
    }

    private String styled(String cell, State state) {
        return switch (state) {
            case OK -> palette.good(cell);
            case WARN -> palette.strong(cell);
            case FAIL -> palette.bad(cell);
            case SKIPPED -> palette.faint(cell);
        };
    }

    private String styledText(Finding finding) {
        return finding.state() == State.SKIPPED ? palette.faint(finding.text()) : finding.text();
    }

    private String summary() {
        return Arrays.stream(State.values())
                .filter(state -> report.count(state) > 0)
                .map(state -> report.count(state) + " " + state.label())
                .collect(Collectors.joining(", "));
    }
}
