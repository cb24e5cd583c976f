// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import org.mssclamp.daemon.KernelQueue;
import org.mssclamp.netfilter.KernelRules;

/** What the kernel counts, at one time. */
final class Snapshot {
    private final Look queues;
    private final List<NetlinkSocketLine> sockets;
    private final ProtocolCounters counters;
    private final RulesSeen rules;

    /** The rules in force, or why they are not shown. */
    private record RulesSeen(Optional<KernelRules> rules, String unseen) {
        static RulesSeen by(Machine machine) {
            try {
                Firewall.begin(machine);
                return new RulesSeen(Optional.of(Firewall.read(machine)), "");
            } catch (UnseenException e) {
                return new RulesSeen(Optional.empty(), e.why());
            }
        }
    }

    private Snapshot(Machine machine, boolean rulesFirst) {
        Optional<RulesSeen> early = rulesFirst ? Optional.of(RulesSeen.by(machine)) : Optional.empty();
        queues = machine.read(KernelQueue.PATH);
        sockets = NetlinkSocketLine.parse(machine.read(NetlinkSocketLine.FILE).lines());
        counters = ProtocolCounters.read(machine);
        rules = early.orElseGet(() -> RulesSeen.by(machine));
    }

    /** Before a sample: what comes meanwhile is in the counters of the rules, and is not in those of the queues. */
    static Snapshot first(Machine machine) {
        return new Snapshot(machine, false);
    }

    /** After a sample, or without one: the other way round, so that no packet seems lost that was not. */
    static Snapshot last(Machine machine) {
        return new Snapshot(machine, true);
    }

    KernelRules rules() throws UnseenException {
        return rules.rules().orElseThrow(() -> new UnseenException(rules.unseen()));
    }

    /** All that are bound. */
    List<KernelQueue> queues() throws UnseenException {
        return KernelQueue.parse(queues.text().lines().toList());
    }

    Optional<KernelQueue> queue(int number) throws UnseenException {
        return queues().stream().filter(queue -> queue.number() == number).findFirst();
    }

    Optional<NetlinkSocketLine> socket(KernelQueue queue) {
        return sockets.stream()
                .filter(socket -> socket.portId() == queue.portId())
                .findFirst();
    }

    ProtocolCounters counters() throws UnseenException {
        if (counters.isEmpty()) {
            throw new UnseenException("there is no /proc/net/snmp");
        }
        return counters;
    }
}
