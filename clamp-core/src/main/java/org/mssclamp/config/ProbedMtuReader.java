// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

import java.util.Optional;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ProbedMtu;
import org.mssclamp.rule.Way;

/** Reads which host an MTU is probed to, and by which way. */
final class ProbedMtuReader {
    private ProbedMtuReader() {}

    static Optional<Action> read(Value mapping) {
        return mapping.section(Keys.PROBED_MTU).map(keys -> read(mapping, keys));
    }

    private static Action read(Value mapping, Section keys) {
        Optional<Value> probe = keys.value("probe");
        if (probe.isEmpty()) {
            mapping.refuse("no host, allowed probe: HOST", "write { probe: 10.8.0.2, every: 10m }");
        }
        String host = probe.flatMap(value -> value.scalar(Scalars::host)).orElse("");
        Optional<String> via = keys.value("via").flatMap(value -> value.scalar(Scalars::interfaceName));
        int mark = keys.value("mark")
                .flatMap(value -> value.scalar(Scalars::packetMark))
                .orElse(0);
        int everySeconds = keys.value("every")
                .flatMap(value -> value.scalar(Scalars::probeInterval))
                .orElse(ProbedMtu.DEFAULT_EVERY_SECONDS);
        int initial = keys.value("initial")
                .flatMap(value -> value.integer(ProbedMtu.LEAST, ActionReader.MAX_MTU, null))
                .orElse(ProbedMtu.DEFAULT_INITIAL);
        return new ProbedMtu(new Way(host, via, mark), everySeconds, initial);
    }
}
