// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the kernel counts in a namespace, by the names that nstat(8) has for it: {@code IpFragFails}. */
final class KernelCounters {
    private static final Path DIRECTORY = Path.of("/proc/thread-self/net");

    private KernelCounters() {}

    /** All these counters together. */
    static long sum(Namespace namespace, String... names) {
        Map<String, Long> counters = namespace.call(KernelCounters::read);
        long sum = 0;
        for (String name : names) {
            Long count = counters.get(name);
            if (count == null) {
                throw new IllegalArgumentException("the kernel has no counter " + name);
            }
            sum += count;
        }
        return sum;
    }

    private static Map<String, Long> read() throws IOException {
        Map<String, Long> counters = new HashMap<>();
        // A line of values follows one of names, both behind the name of their protocol: "Ip: Forwarding ..."
        List<String> snmp = Files.readAllLines(DIRECTORY.resolve("snmp"));
        for (int i = 0; i + 1 < snmp.size(); i += 2) {
            String[] names = snmp.get(i).split(" ", -1);
            String[] values = snmp.get(i + 1).split(" ", -1);
            String protocol = names[0].replace(":", "");
            for (int column = 1; column < names.length; column++) {
                counters.put(protocol + names[column], Long.valueOf(values[column]));
            }
        }
        // "Ip6InReceives   123"
        for (String line : Files.readAllLines(DIRECTORY.resolve("snmp6"))) {
            String[] pair = line.strip().split("\\s+", -1);
            counters.put(pair[0], Long.valueOf(pair[1]));
        }
        return counters;
    }
}
