// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.KernelRules;
import org.mssclamp.netfilter.Placed;

/** Queues that the same rules feed: these count what they hand over to all of them together. */
record Handover(Set<Integer> queues) {
    /** Copies the set. */
    Handover {
        queues = new TreeSet<>(queues);
    }

    /** Those with a queue of the daemon; throws if there is none. */
    static List<Handover> all(KernelRules rules, Set<Integer> daemons) throws UnseenException {
        List<Handover> all = new ArrayList<>();
        for (Placed placed : rules.rules()) {
            if (placed.rule().effect() instanceof Effect.Queue queue) {
                Set<Integer> joined = IntStream.rangeClosed(
                                queue.numbers().first(), queue.numbers().last())
                        .boxed()
                        .collect(Collectors.toSet());
                List<Handover> touched =
                        all.stream().filter(other -> other.shares(joined)).toList();
                touched.forEach(other -> joined.addAll(other.queues()));
                all.removeAll(touched);
                all.add(new Handover(joined));
            }
        }
        all.removeIf(handover -> !handover.shares(daemons));
        if (all.isEmpty()) {
            throw new UnseenException("no rule hands packets to the daemon");
        }
        return all;
    }

    private boolean shares(Set<Integer> numbers) {
        return queues.stream().anyMatch(numbers::contains);
    }

    /** That the rules handed over; throws if one does not count. */
    long packets(KernelRules rules) throws UnseenException {
        long packets = 0;
        for (Placed placed : rules.rules()) {
            if (placed.rule().effect() instanceof Effect.Queue queue
                    && queues.stream().anyMatch(queue::feeds)) {
                if (placed.rule().packets().isEmpty()) {
                    throw new UnseenException(placed.text() + " does not count what it hands over");
                }
                packets += placed.rule().packets().getAsLong();
            }
        }
        return packets;
    }

    @Override
    public String toString() {
        return (queues.size() == 1 ? "queue " : "queues ")
                + queues.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
