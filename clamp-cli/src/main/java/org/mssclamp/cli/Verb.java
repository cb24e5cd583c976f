// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.util.List;
import java.util.Locale;

/** What the command can do, in the order of its help. */
enum Verb {
    BENCH(Bench.class),
    CHECK(Check.class),
    COMPLETION(Completion.class),
    DOCTOR(Doctor.class),
    EXPLAIN(Explain.class),
    HEALTH(ShowHealth.class),
    IMPORT(Import.class),
    METRICS(ShowMetrics.class),
    MODEL(ModelPath.class),
    PCAP(Pcap.class),
    PRESETS(ListPresets.class),
    PROBE(Probe.class),
    REHEARSE(Rehearse.class),
    RELOAD(Reload.class),
    RULES(Rules.class),
    STATUS(ShowStatus.class),
    TOP(Top.class),
    TRACE(TraceSyns.class);

    private final Class<?> command;

    Verb(Class<?> command) {
        this.command = command;
    }

    /** The verb of a command line, alone; all of them if it begins with none, as for its help. */
    static List<Verb> of(String... arguments) {
        List<Verb> all = List.of(values());
        return arguments.length == 0
                ? all
                : all.stream()
                        .filter(verb -> verb.label().equals(arguments[0]))
                        .findFirst()
                        .map(List::of)
                        .orElse(all);
    }

    /** As it is typed. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What picocli reads its options from. */
    Class<?> command() {
        return command;
    }
}
