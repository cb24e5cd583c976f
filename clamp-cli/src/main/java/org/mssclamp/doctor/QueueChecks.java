// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.daemon.KernelQueue;
import org.mssclamp.nfqueue.QueueLimits;

/** Of the queues of the configuration: who has them, and how much they take. */
final class QueueChecks {
    private static final int SYSTEMD = 1;
    private static final String READ_MEMORY = "net.core.rmem_max";

    private QueueChecks() {}

    /** The daemon has each. */
    static Finding owner(Facts facts) throws UnseenException {
        String daemon = "";
        for (int number : facts.queues().keySet()) {
            Optional<KernelQueue> queue = facts.now().queue(number);
            if (queue.isEmpty()) {
                return Finding.fail("nobody has bound queue " + number, Cures.RESTART);
            }
            Optional<Owner> owner = facts.owner(queue.get());
            if (owner.isEmpty()) {
                return Finding.warn(
                        "queue " + number + " belongs to a process that is not to be seen from here, port ID "
                                + queue.get().portId(),
                        Cures.advice("look as root, outside of containers: ss -f netlink -np"));
            }
            if (owner.get().pid() == SYSTEMD && !owner.get().isDaemon()) {
                return Finding.fail(
                        "queue " + number + " is kept by " + owner.get() + ", and no daemon answers", Cures.START);
            }
            if (!owner.get().isDaemon()) {
                return Finding.fail(
                        "queue " + number + " belongs to " + owner.get() + ", not to mssclampd",
                        Cures.advice(
                                "give one of the two another queue, or end that process if it is not to run; then run:"
                                        + " systemctl restart mssclampd"));
            }
            daemon = owner.get().toString();
        }
        return Finding.ok(
                facts.queues().size() == 1
                        ? daemon + " has queue " + facts.queues().firstKey()
                        : daemon + " has all " + facts.queues().size() + " queues");
    }

    /** The receive buffer has room for as many SYNs as the queue may hold. */
    static Finding buffer(Facts facts) throws UnseenException {
        for (QueueSettings settings : facts.queues().values()) {
            int octets = QueueLimits.of(settings).receiveBufferOctets();
            int needed = settings.maxLength() * QueueLimits.OCTETS_PER_SYN;
            if (octets < needed) {
                return Finding.warn(
                        "the receive buffer of queue " + settings.first() + " has room for "
                                + octets / QueueLimits.OCTETS_PER_SYN + " SYNs, and max-length is "
                                + settings.maxLength(),
                        Cures.edit(facts, "leave receive-buffer out, or write " + needed));
            }
            Optional<Finding> refused = refused(facts, settings.first(), octets);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return Finding.ok("the receive buffers have room for max-length SYNs");
    }

    /** With CAP_NET_ADMIN of the machine any is granted; the kernel doubles what is asked for without. */
    private static Optional<Finding> refused(Facts facts, int number, int octets) throws UnseenException {
        String process =
                facts.daemon().map(owner -> Integer.toString(owner.pid())).orElse("self");
        Capabilities capabilities = Capabilities.of(facts.machine(), process);
        if (facts.daemon().isEmpty() && !Capabilities.isRoot(facts.machine())) {
            throw new UnseenException("only root sees what the daemon may");
        }
        OptionalLong granted = facts.setting("net/core/rmem_max");
        boolean any = capabilities.admin() && capabilities.ofMachine();
        return any || granted.isEmpty() || 2 * granted.getAsLong() >= octets
                ? Optional.empty()
                : Optional.of(Finding.warn(
                        "without CAP_NET_ADMIN of the machine queue " + number + " gets a receive buffer of "
                                + 2 * granted.getAsLong() + " octets, and " + octets + " are wanted",
                        Cures.command("sysctl -w " + READ_MEMORY + "=" + octets + " && systemctl restart mssclampd")));
    }

    /** None holds nearly as much as it may. */
    static Finding full(Facts facts) throws UnseenException {
        for (Map.Entry<Integer, QueueSettings> entry : facts.queues().entrySet()) {
            Optional<KernelQueue> queue = facts.now().queue(entry.getKey());
            if (queue.isEmpty()) {
                throw new UnseenException("nobody has bound queue " + entry.getKey());
            }
            int most = entry.getValue().maxLength();
            if (queue.get().held() * 2 >= most) {
                return Finding.fail(
                        "queue " + entry.getKey() + " holds " + queue.get().held() + " packets of at most " + most
                                + ": the daemon does not answer",
                        Cures.RESTART);
            }
        }
        return Finding.ok(held(facts.now().queues()) + " packets wait for their verdict");
    }

    private static long held(List<KernelQueue> queues) {
        return queues.stream().mapToLong(KernelQueue::held).sum();
    }
}
