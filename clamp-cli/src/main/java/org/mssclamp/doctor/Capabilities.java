// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a process may do to the network.
 *
 * @param admin whether it has CAP_NET_ADMIN
 * @param ofMachine whether that counts outside of its user namespace, too
 */
record Capabilities(boolean admin, boolean ofMachine) {
    private static final int NET_ADMIN = 12;
    private static final int HEXADECIMAL = 16;
    private static final Pattern ROOT = Pattern.compile("Uid:\\s+0\\s+0\\s.*");
    private static final String EFFECTIVE = "CapEff:";
    /** In the first user namespace each of the ids stands for itself. */
    private static final Pattern FIRST_NAMESPACE = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

    /** Whether root asks. */
    static boolean isRoot(Machine machine) {
        return machine.read("/proc/self/status").lines().stream()
                .anyMatch(line -> ROOT.matcher(line).matches());
    }

    /** Of a process by its number, or {@code self}. */
    static Capabilities of(Machine machine, String process) throws UnseenException {
        List<String> status =
                machine.read("/proc/" + process + "/status").text().lines().toList();
        Optional<String> effective = status.stream()
                .filter(line -> line.startsWith(EFFECTIVE))
                .map(line -> line.substring(EFFECTIVE.length()).strip())
                .findFirst();
        if (effective.isEmpty()) {
            throw new UnseenException("/proc/" + process + "/status has no " + EFFECTIVE);
        }
        boolean admin = (Long.parseUnsignedLong(effective.get(), HEXADECIMAL) >> NET_ADMIN & 1) == 1;
        List<String> map = machine.read("/proc/" + process + "/uid_map").lines();
        return new Capabilities(
                admin, map.isEmpty() || FIRST_NAMESPACE.matcher(map.get(0)).matches());
    }
}
