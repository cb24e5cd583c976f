// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the kernel calls chains. */
public enum Hook {
    /** Before it is known where a packet goes. */
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING;

    /** In their order, those that packets through the gateway come to. */
    public static final List<Hook> THROUGH = List.of(PREROUTING, FORWARD, POSTROUTING);

    /** In their order, those that packets to the gateway itself come to. */
    public static final List<Hook> IN = List.of(PREROUTING, INPUT);

    /** In their order, those that packets from the gateway itself come to. */
    public static final List<Hook> OUT = List.of(OUTPUT, POSTROUTING);

    /** Empty for a name of no hook, or of one where packets are not yet IP. */
    static Optional<Hook> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(hook -> hook.name().equals(upper)).findFirst();
    }
}
