// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A socket on which datagrams of any octets come, and that keeps what is sent, message by message. */
public final class RecordedSocket extends SilentChannel {
    private final Deque<byte[]> datagrams = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();

    public void deliver(byte[] datagram) {
        datagrams.add(datagram);
    }

    /** The messages that were sent since this was last asked. */
    public List<byte[]> takeSent() {
        List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public int receive(MessageBatch batch) {
        BatchOctets.poison(batch, Math.min(datagrams.size(), batch.slots()));
        return BatchOctets.receive(batch, datagrams);
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        byte[] gathered = BatchOctets.gather(batch, from, to);
        int next = 0;
        while (next < gathered.length) {
            int length = KernelOctets.host(gathered).getInt(next);
            sent.add(Arrays.copyOfRange(gathered, next, next + length));
            next += (length + 3) / 4 * 4;
        }
        BatchOctets.poisonReplies(batch, from, to);
        return 0;
    }
}
