// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.SilentChannel;

/**
 * A socket for rtnetlink that knows one route for all questions, but refuses every fifth; it allocates nothing.
 *
 * <p>Its clock counts how often it is read: once for each batch.
 */
public final class ReplayedRoutes extends SilentChannel {
    private static final int OUT = 2;
    private static final int EINVAL = 22;
    private static final int SEQUENCE = 8;
    private static final int ANSWERED_SEQUENCE = 20 + 8;

    // In words: to copy a whole array, Netty makes a view on some JVMs.
    private final long[] route;
    private final long[] refusal;
    private final int[] sequences = new int[RouteLookups.CAPACITY];
    private int count;
    private int readings;

    /** Its route is by link 2, of MTU 1400. */
    public ReplayedRoutes() {
        RouteQuestion question = new RouteQuestion("198.51.100.2", "192.0.2.1", 1, 0, 0, 0);
        route = words(FakeRoute.by(OUT).mtu(1400).answer(question, 0));
        refusal = words(KernelOctets.error(0, new byte[16], EINVAL));
    }

    private static long[] words(byte[] octets) {
        long[] words = new long[(octets.length + 7) / 8];
        ByteBuffer.wrap(Arrays.copyOf(octets, words.length * Long.BYTES))
                .asLongBuffer()
                .get(words);
        return words;
    }

    /** What a worker asks it by, who knows these links. */
    public RoutePaths paths(Links links) {
        return new RoutePaths(this, links, new RouteChanges(), () -> readings++);
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        count = to - from;
        for (int i = 0; i < count; i++) {
            sequences[i] = batch.buffer().getInt(batch.replyIndex(from + i) + SEQUENCE);
        }
        return 0;
    }

    @Override
    public int receive(MessageBatch batch) {
        for (int slot = 0; slot < count; slot++) {
            boolean refuses = slot % 5 == 0;
            int index = batch.index(slot);
            int next = index;
            for (long word : refuses ? refusal : route) {
                batch.buffer().setLong(next, word);
                next += Long.BYTES;
            }
            batch.buffer().setInt(index + (refuses ? ANSWERED_SEQUENCE : SEQUENCE), sequences[slot]);
            batch.fill(slot, next - index);
        }
        return count;
    }
}
