// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import java.util.List;

/**
 * Names of interfaces as blocks: a name is a number of 16 octets, filled up with zeros, and a wildcard the block of the
 * names that begin so.
 */
final class NameBlocks {
    private static final int OCTETS_PER_HALF = 8;
    private static final int MAX_LATIN_1 = 0xFF;

    private NameBlocks() {}

    /** The first eight characters of a name, as octets; of others than Latin 1 only a part. */
    static long high(String name) {
        return octets(name, 0);
    }

    /** The next eight. */
    static long low(String name) {
        return name.length() <= OCTETS_PER_HALF ? 0 : octets(name, OCTETS_PER_HALF);
    }

    private static long octets(String name, int start) {
        int end = Math.min(name.length(), start + OCTETS_PER_HALF);
        long octets = 0;
        for (int i = start; i < end; i++) {
            octets |= (name.charAt(i) & 0xFFL) << ((start + OCTETS_PER_HALF - 1 - i) * Byte.SIZE);
        }
        return octets;
    }

    /** The blocks of the names that match; none if every name does, or some pattern is of names that Linux does not give. */
    static List<Block> of(List<InterfacePattern> patterns) {
        return patterns.stream().allMatch(NameBlocks::hasBlock)
                ? patterns.stream().map(NameBlocks::of).distinct().toList()
                : List.of();
    }

    private static boolean hasBlock(InterfacePattern pattern) {
        String name = pattern.name();
        return !name.isEmpty()
                && name.length() <= InterfacePattern.MAX_NAME_LENGTH
                && name.chars().allMatch(c -> c <= MAX_LATIN_1);
    }

    private static Block of(InterfacePattern pattern) {
        String name = pattern.name();
        int octets = pattern.wildcard() ? name.length() : 2 * OCTETS_PER_HALF;
        return new Block(high(name), low(name), octets * Byte.SIZE);
    }
}
