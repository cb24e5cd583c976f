// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * What the kernel knows of a packet that its octets do not say: interfaces, mark, state of the checksum.
 *
 * <p>One for a worker's whole life, filled in anew for each packet. Not thread-safe.
 */
public final class PacketContext {
    /** Stands for an interface that the hook does not know; no pattern but the bare wildcard matches it. */
    public static final String NO_INTERFACE = "";

    private String in = NO_INTERFACE;
    private String out = NO_INTERFACE;
    private int mark;
    private boolean checksumPending;

    /**
     * Takes what holds for the next packet.
     *
     * @param in name of the interface it came in by, or {@link #NO_INTERFACE}
     * @param out name of the interface it is leaving by, or {@link #NO_INTERFACE}
     * @param mark its mark, 0 if it has none
     * @param checksumPending whether its checksum field holds the sum of the pseudo-header alone
     */
    public void fill(String in, String out, int mark, boolean checksumPending) {
        this.in = in;
        this.out = out;
        this.mark = mark;
        this.checksumPending = checksumPending;
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

    public boolean isChecksumPending() {
        return checksumPending;
    }
}
