// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

/**
 * What the kernel knows of a packet that its octets do not say: interfaces, mark, state of the checksum.
 *
 * <p>One for a worker's whole life, filled in anew for each packet. Not thread-safe.
 */
public final class PacketContext {
    private Interface in = Interface.NONE;
    private Interface out = Interface.NONE;
    private int mark;
    private boolean checksumPending;

    /**
     * Takes what holds for the next packet.
     *
     * @param in the interface it came in by, or {@link Interface#NONE}
     * @param out the interface it is leaving by, or {@link Interface#NONE}
     * @param mark its mark, 0 if it has none
     * @param checksumPending whether its checksum field holds the sum of the pseudo-header alone
     */
    public void fill(Interface in, Interface out, int mark, boolean checksumPending) {
        this.in = in;
        this.out = out;
        this.mark = mark;
        this.checksumPending = checksumPending;
    }

    public Interface in() {
        return in;
    }

    public Interface out() {
        return out;
    }

    public int mark() {
        return mark;
    }

    public boolean isChecksumPending() {
        return checksumPending;
    }
}
