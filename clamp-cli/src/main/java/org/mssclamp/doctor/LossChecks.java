// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How many SYNs the daemon did not get. */
final class LossChecks {
    private static final Cure MORE_ROOM =
            Cures.advice("write a larger max-length or more queues into the configuration");

    private LossChecks() {}

    /** No receive buffer, and no queue that drops then, was too small. */
    static Finding losses(Facts facts) throws UnseenException {
        Set<Integer> numbers = facts.queues().keySet();
        if (facts.before().isPresent()) {
            long lost = QueueCounts.since(facts.before().get(), facts.now(), numbers)
                    .lost();
            return lost > 0
                    ? Finding.warn("there was no room for " + rate(lost, facts), MORE_ROOM)
                    : Finding.ok("there was room for all that came to the daemon in the sample");
        }
        QueueCounts counts = QueueCounts.of(facts.now(), numbers);
        String text =
                "there was no room for " + counts.lost() + " of " + counts.came() + " SYNs that came to the daemon";
        return Ratio.of(counts.lost(), counts.came()).isAbove(Ratio.ONE_IN_A_THOUSAND)
                ? Finding.warn(text, MORE_ROOM)
                : Finding.ok(text);
    }

    /** What the kernel's rules handed over came to the daemon. */
    static Finding counters(Facts facts) throws UnseenException {
        List<Handover> handovers =
                Handover.all(facts.now().rules(), facts.queues().keySet());
        return facts.before().isPresent()
                ? sampled(facts, facts.before().get(), handovers)
                : sinceBound(facts.now(), handovers);
    }

    private static Finding sampled(Facts facts, Snapshot before, List<Handover> handovers) throws UnseenException {
        List<String> told = new ArrayList<>();
        for (Handover handover : handovers) {
            long handed = handover.packets(facts.now().rules()) - handover.packets(before.rules());
            if (handed < 0) {
                throw new UnseenException("the rules were made anew in the sample");
            }
            long received =
                    QueueCounts.since(before, facts.now(), handover.queues()).received();
            if (handed > received) {
                return Finding.warn(
                        handover + " did not get " + rate(handed - received, facts) + " that the rules handed over",
                        MORE_ROOM);
            }
            for (int number : handover.queues()) {
                told.add("queue " + number + " got "
                        + QueueCounts.since(before, facts.now(), Set.of(number)).received());
            }
        }
        return Finding.ok(String.join(", ", told) + " in the sample: all that the rules handed over");
    }

    /** The rules count since they were made, and a queue since it was bound: only what is the same tells something. */
    private static Finding sinceBound(Snapshot now, List<Handover> handovers) throws UnseenException {
        List<String> told = new ArrayList<>();
        for (Handover handover : handovers) {
            long handed = handover.packets(now.rules());
            long received = QueueCounts.of(now, handover.queues()).received();
            if ((int) (handed - received) != 0) {
                throw new UnseenException("cannot tell, because maybe not since the same time " + handover + " got "
                        + received + " and the rules handed over " + handed + "; mssclamp doctor --sample 10 can");
            }
            for (int number : handover.queues()) {
                told.add("queue " + number + " got "
                        + QueueCounts.of(now, Set.of(number)).received());
            }
        }
        return Finding.ok(String.join(", ", told) + ": all that the rules handed over");
    }

    private static String rate(long count, Facts facts) {
        return String.format("%.1f SYNs a second", (double) count / facts.seconds());
    }
}
