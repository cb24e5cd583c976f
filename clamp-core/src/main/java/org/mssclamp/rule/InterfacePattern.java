// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * An interface name, or the beginning of one.
 *
 * @param name the name, or what comes before the wildcard
 * @param wildcard whether anything may follow
 */
public record InterfacePattern(String name, boolean wildcard) {
    /** The longest name Linux gives an interface: {@code IFNAMSIZ} less the closing zero. */
    public static final int MAX_NAME_LENGTH = 15;

    /** A name; a trailing {@code *} or {@code +} stands for any end of it. */
    public static InterfacePattern parse(String text) {
        boolean wildcard = text.endsWith("*") || text.endsWith("+");
        return new InterfacePattern(wildcard ? text.substring(0, text.length() - 1) : text, wildcard);
    }

    public boolean matches(String interfaceName) {
        return wildcard ? interfaceName.startsWith(name) : interfaceName.equals(name);
    }

    @Override
    public String toString() {
        return wildcard ? name + "*" : name;
    }
}
