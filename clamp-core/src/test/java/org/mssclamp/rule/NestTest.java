// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mssclamp.Seed;

class NestTest {
    private static final Block ALL = new Block(0, 0, 0);

    @Test
    void findsBlocksFromTheInsideOut() {
        List<Block> blocks = List.of(ALL, new Block(0, 0x10, 124), new Block(0, 0x18, 125), Block.of(0x1F));
        Nest nest = new Nest(blocks);

        assertThat(nest.innermost(0, 0x1F)).isEqualTo(3);
        assertThat(nest.outer(3)).isEqualTo(2);
        assertThat(nest.outer(2)).isEqualTo(1);
        assertThat(nest.outer(1)).isZero();
        assertThat(nest.outer(0)).isEqualTo(Nest.NONE);
        assertThat(nest.innermost(0, 0x20)).isZero();
        assertThat(nest.innermost(-1, -1)).isZero();
    }

    @Test
    void findsNoneBesideTheBlocks() {
        Nest nest = new Nest(List.of(Block.of(7), new Block(-1, -1, 128)));

        assertThat(nest.innermost(0, 6)).isEqualTo(Nest.NONE);
        assertThat(nest.innermost(0, 8)).isEqualTo(Nest.NONE);
        assertThat(nest.innermost(1, 7)).isEqualTo(Nest.NONE);
        assertThat(nest.innermost(-1, -2)).isEqualTo(Nest.NONE);
        assertThat(nest.innermost(-1, -1)).isEqualTo(1);
        assertThat(new Nest(List.of()).innermost(0, 0)).isEqualTo(Nest.NONE);
    }

    @Test
    void agreesWithASearchThroughRandomBlocks() {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int round = 0; round < 300; round++) {
            TreeSet<Block> sorted = new TreeSet<>();
            for (int i = random.nextInt(400); i >= 0; i--) {
                sorted.add(block(random));
            }
            List<Block> blocks = new ArrayList<>(sorted);
            Nest nest = new Nest(blocks);
            for (Block block : blocks) {
                assertInnermost(nest, blocks, block.high(), block.low());
                assertInnermost(nest, blocks, block.high(), block.low() - 1);
                assertInnermost(nest, blocks, block.lastHigh(), block.lastLow());
                assertInnermost(nest, blocks, block.lastHigh(), block.lastLow() + 1);
                assertInnermost(nest, blocks, random.nextLong(), random.nextLong());
            }
        }
    }

    private static void assertInnermost(Nest nest, List<Block> blocks, long high, long low) {
        int innermost = Nest.NONE;
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).holds(new Block(high, low, 128))) {
                innermost = i;
            }
        }
        assertThat(nest.innermost(high, low))
                .as("%x %x in %s, %s", high, low, blocks, Seed.REPLAY)
                .isEqualTo(innermost);
    }

    /** Crowded at both ends and around the middle of the 128 bits. */
    private static Block block(SplittableRandom random) {
        int length = random.nextInt(129);
        long high = RandomRules.oneOf(random, 0L, -1L, 0xFD00L << 48, random.nextLong());
        long low = RandomRules.oneOf(random, 0L, -1L, random.nextLong(256), random.nextLong());
        Block all = new Block(0, 0, length);
        return new Block(high & ~all.lastHigh(), low & ~all.lastLow(), length);
    }

    @Test
    void cutsRangesIntoTheFewestBlocks() {
        assertThat(Block.ofRange(443, 443)).containsExactly(Block.of(443));
        assertThat(Block.ofRange(0, 65535)).containsExactly(new Block(0, 0, 112));
        assertThat(Block.ofRange(1024, 65535))
                .containsExactly(
                        new Block(0, 1024, 118),
                        new Block(0, 2048, 117),
                        new Block(0, 4096, 116),
                        new Block(0, 8192, 115),
                        new Block(0, 16384, 114),
                        new Block(0, 32768, 113));
        assertThat(Block.ofRange(5, 4)).isEmpty();
    }

    @Test
    void putsNamesThatBeginAlikeInOneBlock() {
        Block wildcard =
                NameBlocks.of(List.of(InterfacePattern.parse("wireguard1*"))).get(0);

        for (String name : new String[] {"wireguard1", "wireguard10", "wireguard123456", "wireguard1-long-name"}) {
            assertThat(wildcard.holds(new Block(NameBlocks.high(name), NameBlocks.low(name), 128)))
                    .as(name)
                    .isTrue();
        }
        assertThat(wildcard.holds(new Block(NameBlocks.high("wireguard2"), NameBlocks.low("wireguard2"), 128)))
                .isFalse();
        assertThat(NameBlocks.of(List.of(InterfacePattern.parse("wg0"), InterfacePattern.parse("*"))))
                .isEmpty();
        assertThat(NameBlocks.of(List.of(InterfacePattern.parse("\u0436")))).isEmpty();
    }
}
