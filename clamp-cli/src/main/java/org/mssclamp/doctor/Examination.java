// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;

/** A look at everything that may be wrong on a machine. */
public final class Examination {
    private Examination() {}

    /**
     * Carries out every check.
     *
     * @param seconds how long to watch what the kernel counts; 0 to judge by what it counted since it was started
     */
    public static List<Diagnosis> of(Machine machine, Configured configured, int seconds) {
        Facts facts = new Facts(machine, configured, seconds);
        return Checks.ALL.stream().map(check -> check.examine(facts)).toList();
    }

    /** Lets the commands run whose output will be wanted, while there is something else to do. */
    public static void begin(Machine machine) {
        Firewall.begin(machine);
    }

    /** The names of all checks. */
    public static List<String> checks() {
        return Checks.ALL.stream().map(Check::name).toList();
    }
}
