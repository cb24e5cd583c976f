// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.channel.SilentChannel;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.mssclamp.route.ReplayedRoutes;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.rule.RuleTable;

/** A channel that delivers the same batch again and again, and swallows the verdicts; it allocates nothing. */
final class ReplayedBatch extends SilentChannel {
    // In words: to copy a whole array, Netty makes a view on some JVMs.
    private final long[][] messages;
    private final int[] lengths;

    /** Lets a {@link FakeKernel} make the messages. */
    ReplayedBatch(List<FakePacket> packets) {
        messages = new long[packets.size()][];
        lengths = new int[packets.size()];
        FakeKernel kernel = new FakeKernel(ServedQueue.NUMBER, 0);
        ByteBuf bind = QueueRequest.bind(ServedQueue.NUMBER, 1, 9984, 4096, true);
        kernel.send(bind);
        MessageBatch batch = new MessageBatch(packets.size() + 1, 10 << 10);
        packets.forEach(kernel::arrive);
        int count = kernel.receive(batch);
        for (int slot = 1; slot < count; slot++) {
            lengths[slot - 1] = batch.length(slot);
            messages[slot - 1] = new long[(batch.length(slot) + 7) / 8];
            for (int i = 0; i < messages[slot - 1].length; i++) {
                messages[slot - 1][i] = batch.buffer().getLong(batch.index(slot) + 8 * i);
            }
        }
        batch.close();
        bind.release();
    }

    /** One that clamps to a number. */
    QueueWorker worker() {
        return worker(
                this,
                new ReplayedRoutes(),
                ServedQueue.rule(ServedQueue.leavingBy("ppp*"), 1000, 1000),
                ServedQueue.rule(ServedQueue.leavingBy("eth*"), 1000, 1000));
    }

    /** One that clamps to the MTU of paths. */
    QueueWorker worker(ReplayedRoutes routes) {
        return worker(
                this,
                routes,
                RuleBuilder.rule("paths")
                        .out("eth*")
                        .action(ClampToPmtu.DEFAULT)
                        .build());
    }

    /** One that serves any channel by these rules, and marks each packet with 1. */
    static QueueWorker worker(NetlinkChannel channel, ReplayedRoutes routes, Rule... rules) {
        QueueSettings settings = new QueueSettings(
                ServedQueue.NUMBER,
                ServedQueue.NUMBER,
                OnFailure.PASS,
                4096,
                OptionalInt.empty(),
                Optional.of(new MarkMask(1, 1)),
                Duration.ZERO,
                List.of());
        Links links = KnownLinks.of(Map.of(1, "wg0", 2, "eth0"), index -> "");
        QueueWorker worker = new QueueWorker(ServedQueue.NUMBER, settings, channel, links, routes.paths(links));
        RuleTable table = new RuleTable(List.of(rules));
        worker.publish(new SynPipeline(table, Policy.DEFAULT, false, worker.paths(), worker.packets()));
        return worker;
    }

    @Override
    public int receive(MessageBatch batch) {
        for (int slot = 0; slot < messages.length; slot++) {
            int index = batch.index(slot);
            for (long word : messages[slot]) {
                batch.buffer().setLong(index, word);
                index += 8;
            }
            batch.fill(slot, lengths[slot]);
        }
        return messages.length;
    }
}
