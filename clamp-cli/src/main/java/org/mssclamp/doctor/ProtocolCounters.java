// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the kernel counts of each protocol, by the names that nstat(8) has, such as {@code IpFragFails}. */
record ProtocolCounters(Map<String, Long> counts) {
    /** Copies the map. */
    ProtocolCounters {
        counts = Map.copyOf(counts);
    }

    static ProtocolCounters read(Machine machine) {
        Map<String, Long> counts = new HashMap<>();
        readTable(machine.read("/proc/net/snmp").lines(), counts);
        readTable(machine.read("/proc/net/netstat").lines(), counts);
        for (String line : machine.read("/proc/net/snmp6").lines()) {
            String[] pair = line.strip().split("\\s+", -1);
            if (pair.length == 2) {
                put(pair[0], pair[1], counts);
            }
        }
        return new ProtocolCounters(counts);
    }

    /** Each line of values follows one of names, both behind the name of the protocol. */
    private static void readTable(List<String> lines, Map<String, Long> counts) {
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split(" ", -1);
            String[] values = lines.get(i + 1).split(" ", -1);
            for (int column = 1; column < names.length && column < values.length; column++) {
                put(names[0].replace(":", "") + names[column], values[column], counts);
            }
        }
    }

    private static void put(String name, String value, Map<String, Long> counts) {
        try {
            counts.put(name, Long.parseLong(value));
        } catch (NumberFormatException unknown) {
            // A kernel that writes it otherwise: the counter is as if it were not there.
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** All these together; those that the kernel does not have are 0. */
    long sum(String... names) {
        long sum = 0;
        for (String name : names) {
            sum += counts.getOrDefault(name, 0L);
        }
        return sum;
    }
}
