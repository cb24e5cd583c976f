// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.tunnel;

/**
 * One step from the space outside a header to the space inside it, in octets.
 *
 * <p>More space before a step never means less after it. Where a step leaves less than nothing, no packet fits, whatever
 * the later steps are.
 */
sealed interface Step {
    /** Stands for octets outside where no packet of that size goes in. */
    int REFUSED = -1;

    String PADDING = "padding";

    int after(int space);

    /** The way back: octets outside for that many inside, or {@link #REFUSED}. */
    int around(int inside);

    /** What the octets are that {@link #around} adds. */
    String part();

    /** What is done, to stand after the number it is done to: {@code - 20 (IPv4)}. */
    String text(int space);

    /** Whether it reads as a term of a sum, and so shares a line with others. */
    default boolean isTerm() {
        return false;
    }

    /** Octets before or behind the packet that are always as many. */
    record Header(int octets, String name) implements Step {
        @Override
        public int after(int space) {
            return space - octets;
        }

        @Override
        public int around(int inside) {
            return inside + octets;
        }

        @Override
        public String part() {
            return name;
        }

        @Override
        public String text(int space) {
            return "- " + octets + " (" + name + ")";
        }

        @Override
        public boolean isTerm() {
            return true;
        }
    }

    /** A header that was taken off, and that the packet inside has as its own: transport mode. */
    record SharedHeader(Header header) implements Step {
        @Override
        public int after(int space) {
            return space + header.octets;
        }

        @Override
        public int around(int inside) {
            return inside < header.octets ? REFUSED : inside - header.octets;
        }

        @Override
        public String part() {
            return header.name + " of the packet itself";
        }

        @Override
        public String text(int space) {
            return "+ " + header.octets + " (" + header.name + " of the packet itself)";
        }

        @Override
        public boolean isTerm() {
            return true;
        }
    }

    /** The inside comes in whole blocks. */
    record WholeBlocks(int block) implements Step {
        @Override
        public int after(int space) {
            return space - Math.floorMod(space, block);
        }

        @Override
        public int around(int inside) {
            return inside + Math.floorMod(-inside, block);
        }

        @Override
        public String part() {
            return PADDING;
        }

        @Override
        public String text(int space) {
            return "rounded down to a multiple of " + block;
        }
    }

    /** No packet inside is larger than this, even if there is space. */
    record Limit(int octets, String name) implements Step {
        @Override
        public int after(int space) {
            return Math.min(space, octets);
        }

        @Override
        public int around(int inside) {
            return inside > octets ? REFUSED : inside;
        }

        @Override
        public String part() {
            return name;
        }

        @Override
        public String text(int space) {
            return "but at most " + octets + " (" + name + ")";
        }
    }

    /**
     * Packets are padded to whole blocks, but not beyond the MTU of the interface, and none is larger than that.
     *
     * <p>If there is space for the MTU, padding costs nothing. If not, a packet may grow by padding alone beyond the
     * space: only whole blocks are sure to fit (calculate_skb_padding in drivers/net/wireguard/send.c).
     */
    record PaddingUpToMtu(int block, int mtu) implements Step {
        @Override
        public int after(int space) {
            return mtu <= space ? mtu : space - Math.floorMod(space, block);
        }

        @Override
        public int around(int inside) {
            return inside > mtu ? REFUSED : Math.min(inside + Math.floorMod(-inside, block), mtu);
        }

        @Override
        public String part() {
            return PADDING;
        }

        @Override
        public String text(int space) {
            return mtu <= space
                    ? "but at most " + mtu + " (interface MTU)"
                    : "rounded down to a multiple of " + block + " (padding, as the interface MTU " + mtu + " is more)";
        }
    }
}
