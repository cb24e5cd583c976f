// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * A network interface as packets name it.
 *
 * @param index the kernel's number for it, from 1; 0 if it is not known
 * @param name as {@code ip link} shows it
 */
public record Interface(int index, String name) {
    /** Stands for one that the hook does not know; no pattern but the bare wildcard matches it. */
    public static final Interface NONE = new Interface(0, "");

    /** Whether it has a name, but none that this host knows. */
    public boolean isAbsent() {
        return index == 0 && !name.isEmpty();
    }
}
