// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.util.List;

/** The mangle tables of a namespace, for IPv4 and IPv6. */
public final class Firewall {
    /** What a rule that clamps is for, in the chain of forwarded packets. */
    public static final String FORWARDED_SYNS = "-A FORWARD -p tcp --tcp-flags SYN,RST SYN ";

    /** Whether rules are those of xtables, and not nftables expressions made of them, which match otherwise. */
    static final boolean XTABLES = hasXtables();

    private final Namespace namespace;

    Firewall(Namespace namespace) {
        this.namespace = namespace;
    }

    private static boolean hasXtables() {
        try (Namespace namespace = Namespace.create("xtables")) {
            namespace.feed("*mangle\nCOMMIT\n", "iptables-legacy-restore", "--wait", "60");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Puts these rules in the place of all others, in both families; each as {@code -A CHAIN …}. */
    public void replace(String... rules) {
        replace(List.of(rules), List.of(rules));
    }

    /** Puts these rules in the place of all others. */
    public void replace(List<String> ipv4, List<String> ipv6) {
        load("iptables", ipv4);
        load("ip6tables", ipv6);
    }

    private void load(String tables, List<String> rules) {
        String lines = "*mangle\n" + String.join("\n", rules) + "\nCOMMIT\n";
        namespace.feed(lines, tables + (XTABLES ? "-legacy-restore" : "-restore"), "--wait", "60");
    }
}
