// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.IOException;
import java.util.List;

/** The mangle tables of a namespace, for IPv4 and IPv6. */
final class Firewall {
    /** What a rule that clamps is for, in the chain of forwarded packets. */
    static final String FORWARDED_SYNS = "-A FORWARD -p tcp --tcp-flags SYN,RST SYN ";

    // The legacy tables where there are any: the tests' model of the kernel is that of xtables matches.
    private static final String FLAVOR = runs("iptables-legacy-restore") ? "-legacy" : "";

    private final Namespace namespace;

    Firewall(Namespace namespace) {
        this.namespace = namespace;
    }

    private static boolean runs(String command) {
        try {
            return new ProcessBuilder(command, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Puts these rules in the place of all others, in both families; each as {@code -A CHAIN …}. */
    void replace(String... rules) {
        replace(List.of(rules), List.of(rules));
    }

    /** Puts these rules in the place of all others. */
    void replace(List<String> ipv4, List<String> ipv6) {
        load("iptables", ipv4);
        load("ip6tables", ipv6);
    }

    private void load(String tables, List<String> rules) {
        String lines = "*mangle\n" + String.join("\n", rules) + "\nCOMMIT\n";
        namespace.feed(lines, tables + FLAVOR + "-restore", "--wait", "60");
    }
}
