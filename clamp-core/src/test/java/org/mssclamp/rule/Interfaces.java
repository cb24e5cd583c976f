// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** Interfaces for packets of tests. */
public final class Interfaces {
    public static final Interface WG0 = new Interface(1, "wg0");
    public static final Interface ETH0 = new Interface(2, "eth0");

    private Interfaces() {}

    /** One of which only the name matters; {@link Interface#NONE} if that is empty. */
    public static Interface named(String name) {
        return name.isEmpty() ? Interface.NONE : new Interface(3, name);
    }
}
