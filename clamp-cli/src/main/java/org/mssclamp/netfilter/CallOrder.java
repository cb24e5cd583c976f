// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The chains that one leads to, it itself last: each behind those that it leads to itself, as far as they do not lead to
 * each other, which the kernel refuses. However deep they lead, no stack of calls grows.
 */
final class CallOrder {
    private final KernelTable table;
    private final Predicate<KernelChain> isPassed;
    private final List<KernelChain> order = new ArrayList<>();
    private final Deque<Step> open = new ArrayDeque<>();
    private final Set<KernelChain> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A chain of which some of those that it leads to are still to come. */
    private record Step(KernelChain chain, Iterator<KernelChain> next) {}

    private CallOrder(KernelTable table, Predicate<KernelChain> isPassed) {
        this.table = table;
        this.isPassed = isPassed;
    }

    /**
     * In their order.
     *
     * @param isPassed of which chains nothing is wanted, nor of those that they lead to
     */
    static List<KernelChain> of(KernelTable table, KernelChain first, Predicate<KernelChain> isPassed) {
        CallOrder order = new CallOrder(table, isPassed);
        order.enter(first);
        order.walk();
        return order.order;
    }

    private void walk() {
        while (!open.isEmpty()) {
            Step step = open.getFirst();
            if (step.next().hasNext()) {
                enter(step.next().next());
            } else {
                open.removeFirst();
                order.add(step.chain());
            }
        }
    }

    private void enter(KernelChain chain) {
        if (!isPassed.test(chain) && seen.add(chain)) {
            Iterator<KernelChain> targets = chain.rules().stream()
                    .map(rule -> rule.target(table))
                    .flatMap(Optional::stream)
                    .iterator();
            open.addFirst(new Step(chain, targets));
        }
    }
}
