// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * What the kernel knows of a packet that its octets do not say: interfaces and mark.
 *
 * <p>One for a worker's whole life, filled in anew for each packet. Not thread-safe.
 */
public final class PacketPath {
    /** Stands for an interface that the hook does not know; no pattern but the bare wildcard matches it. */
    public static final String NO_INTERFACE = "";

    private String in = NO_INTERFACE;
    private String out = NO_INTERFACE;
    private int mark;

    /** Names the interfaces, {@link #NO_INTERFACE} where there is none, and the mark, 0 where there is none. */
    public void fill(String in, String out, int mark) {
        this.in = in;
        this.out = out;
        this.mark = mark;
    }

    public String in() {
        return in;
    }

    public String out() {
        return out;
    }

    public int mark() {
        return mark;
    }
}
