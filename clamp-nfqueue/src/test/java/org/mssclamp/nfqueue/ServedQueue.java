// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mssclamp.channel.FakeEntry;
import org.mssclamp.channel.FakeKernel;
import org.mssclamp.channel.FakePacket;
import org.mssclamp.clamp.Outcome;
import org.mssclamp.clamp.SynPipeline;
import org.mssclamp.config.OnFailure;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.route.FakeRoutes;
import org.mssclamp.route.KnownLinks;
import org.mssclamp.route.Links;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.InterfacePattern;
import org.mssclamp.rule.MarkMask;
import org.mssclamp.rule.Match;
import org.mssclamp.rule.MissingMss;
import org.mssclamp.rule.Mode;
import org.mssclamp.rule.Policy;
import org.mssclamp.rule.Rule;
import org.mssclamp.rule.RuleTable;
import org.mssclamp.rule.SynKind;

/** A worker and the scripted kernel whose queue it serves. */
final class ServedQueue implements AutoCloseable {
    static final int NUMBER = 5;
    static final int IPV4_LIMIT = 1360;
    static final int IPV6_LIMIT = 1340;

    /** Index of a link whose name cannot be had: asking for it is a defect. */
    static final int CURSED_LINK = 666;

    // 192.0.2.1:40000 to 198.51.100.2:443, MSS 1460
    private static final String IPV4_SYN =
            "4500002c1234400040063c61c0000201c6336402" + "9c4001bb01020304000000006002faf00efd0000" + "020405b4";
    // [2001:db8::1]:40000 to [2001:db8:ffff::2]:443, MSS 1440
    private static final String IPV6_SYN = "6000000000180640" + "20010db8000000000000000000000001"
            + "20010db8ffff00000000000000000002" + "9c4001bb01020304000000006002faf09fd30000" + "020405a0";

    private static final Map<Integer, String> LINKS = Map.of(1, "wg0", 2, "eth0", 3, "ppp0");

    final FakeKernel kernel;
    final QueueWorker worker;

    ServedQueue() {
        this(Optional.empty());
    }

    ServedQueue(Optional<MarkMask> mark) {
        this(OnFailure.PASS, mark, 0);
    }

    ServedQueue(OnFailure onFailure, Optional<MarkMask> mark, long seed) {
        this(onFailure, mark, seed, new FakeRoutes());
    }

    /** One whose worker looks paths up by these routes. */
    ServedQueue(FakeRoutes routes) {
        this(OnFailure.PASS, Optional.empty(), 0, routes);
    }

    private ServedQueue(OnFailure onFailure, Optional<MarkMask> mark, long seed, FakeRoutes routes) {
        kernel = new FakeKernel(NUMBER, seed);
        QueueSettings settings =
                new QueueSettings(NUMBER, NUMBER, onFailure, 4096, OptionalInt.empty(), mark, Duration.ZERO, List.of());
        Links links = KnownLinks.of(LINKS, ServedQueue::linkName);
        worker = new QueueWorker(NUMBER, settings, kernel, links, routes.paths(links));
        publish(Policy.DEFAULT, rule(Match.ALL, IPV4_LIMIT, IPV6_LIMIT));
    }

    private static String linkName(int index) {
        if (index == CURSED_LINK) {
            throw new IllegalStateException("cursed");
        }
        return "";
    }

    /** One whose queue is bound. */
    static ServedQueue bound() throws BindException {
        ServedQueue queue = new ServedQueue();
        queue.worker.bind();
        return queue;
    }

    void publish(Policy policy, Rule... rules) {
        RuleTable table = new RuleTable(List.of(rules));
        worker.publish(new SynPipeline(table, policy, false, worker.paths(), worker.packets()));
    }

    static Rule rule(Match match, int ipv4Limit, int ipv6Limit) {
        Action action = new Action.SetMss(ipv4Limit, ipv6Limit);
        return new Rule("to-" + ipv4Limit, match, action, Mode.ENFORCE, false, MissingMss.LEAVE);
    }

    static Match leavingBy(String pattern) {
        return new Match(
                List.of(),
                List.of(InterfacePattern.parse(pattern)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SynKind.BOTH);
    }

    /** Sends one packet through, alone. */
    FakeEntry serve(FakePacket packet) {
        FakeEntry entry = kernel.arrive(packet);
        serveAll();
        return entry;
    }

    /** Works until nothing is left to read. */
    void serveAll() {
        int messages;
        do {
            messages = worker.doWork();
        } while (messages > 0);
    }

    /** Gives the queue up, if the worker has not. */
    @Override
    public void close() {
        if (!kernel.isClosed()) {
            worker.close();
        }
    }

    long count(QueueEvent event) {
        return worker.events().count(event);
    }

    long count(Outcome outcome) {
        return worker.packets().outcomes().count(outcome);
    }

    static byte[] ipv4Syn() {
        return HexFormat.of().parseHex(IPV4_SYN);
    }

    static byte[] ipv6Syn() {
        return HexFormat.of().parseHex(IPV6_SYN);
    }

    /** The IPv4 SYN with data behind its header, so that it has so many octets. */
    static byte[] ipv4SynOf(int octets) {
        byte[] packet = Arrays.copyOf(ipv4Syn(), octets);
        packet[2] = (byte) (octets >> 8);
        packet[3] = (byte) octets;
        return packet;
    }
}
