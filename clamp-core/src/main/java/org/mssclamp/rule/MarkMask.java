// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/** A packet mark under a mask, written {@code value/mask}. */
public record MarkMask(int value, int mask) {
    /** Whether the bits under the mask are those of the value. */
    public boolean matches(int mark) {
        return (mark & mask) == value;
    }

    /** A mark whose bits under the mask are replaced by the value, the others kept. */
    public int applyTo(int mark) {
        return (mark & ~mask) | value;
    }

    @Override
    public String toString() {
        return String.format("0x%x/0x%x", value, mask);
    }
}
