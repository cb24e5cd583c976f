// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.route.LinkNames;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.RuleTable;

/** A channel that delivers the same batch again and again, and swallows the verdicts; it allocates nothing. */
final class ReplayedBatch implements NetlinkChannel {
    private final ByteBuf[] messages;

    /** Lets a {@link FakeKernel} make the messages. */
    ReplayedBatch(List<FakePacket> packets) {
        messages = new ByteBuf[packets.size()];
        FakeKernel kernel = new FakeKernel(ServedQueue.NUMBER, 0);
        ByteBuf bind = QueueRequest.bind(ServedQueue.NUMBER, 1, 9984, 4096, true);
        kernel.send(bind);
        MessageBatch batch = new MessageBatch(packets.size() + 1, 10 << 10);
        packets.forEach(kernel::arrive);
        int count = kernel.receive(batch);
        for (int slot = 1; slot < count; slot++) {
            messages[slot - 1] = Unpooled.copiedBuffer(batch.buffer().slice(batch.index(slot), batch.length(slot)));
        }
        batch.close();
        bind.release();
    }

    QueueWorker worker() {
        QueueSettings settings = new QueueSettings(
                ServedQueue.NUMBER,
                ServedQueue.NUMBER,
                OnFailure.PASS,
                4096,
                OptionalInt.empty(),
                Optional.of(new MarkMask(1, 1)));
        LinkNames links = new LinkNames(index -> index == 1 ? "wg0" : "eth0");
        QueueWorker worker = new QueueWorker(ServedQueue.NUMBER, settings, this, links);
        RuleTable table = new RuleTable(List.of(
                ServedQueue.rule(ServedQueue.leavingBy("ppp*"), 1000, 1000),
                ServedQueue.rule(ServedQueue.leavingBy("eth*"), 1000, 1000)));
        worker.publish(new SynPipeline(table, Policy.DEFAULT, false, worker.packets()));
        return worker;
    }

    @Override
    public int receive(MessageBatch batch) {
        for (int slot = 0; slot < messages.length; slot++) {
            batch.buffer().setBytes(batch.index(slot), messages[slot], 0, messages[slot].capacity());
            batch.fill(slot, messages[slot].capacity(), false);
        }
        return messages.length;
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        return 0;
    }

    @Override
    public int send(ByteBuf message) {
        return 0;
    }

    @Override
    public boolean await(int timeoutMillis) {
        return false;
    }

    @Override
    public void wake() {}

    @Override
    public int portId() {
        return 0;
    }

    @Override
    public void close() {}
}
