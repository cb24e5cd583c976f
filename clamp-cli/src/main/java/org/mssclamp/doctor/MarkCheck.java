// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mssclamp.netfilter.MarkUse;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.rule.MarkMask;

/** Whether anything else uses the bits of the marks that verdicts set. Not thread-safe. */
final class MarkCheck {
    private static final List<String> FAMILIES = List.of("-4", "-6");

    private final List<MarkMask> ours;
    /** Bits that something uses. */
    private int taken;

    private Optional<String> user = Optional.empty();

    private MarkCheck(List<MarkMask> ours) {
        this.ours = ours;
    }

    /** Nothing else uses the bits by which the net tells. */
    static Finding check(Facts facts) throws UnseenException {
        List<MarkMask> marks = facts.queues().values().stream()
                .flatMap(queue -> queue.mark().stream())
                .distinct()
                .toList();
        if (marks.isEmpty()) {
            return Finding.ok("no queue of the configuration sets a mark");
        }
        MarkCheck check = new MarkCheck(marks);
        for (Placed placed : facts.rules().rules()) {
            placed.rule().marks().forEach(use -> check.look(placed, use));
        }
        for (String rule : routing(facts.machine())) {
            RoutingRule.mark(rule).ifPresent(asked -> check.look("ip rule \"" + rule + "\"", asked));
        }
        return check.finding(facts.configured().file());
    }

    private static List<String> routing(Machine machine) throws UnseenException {
        List<String> rules = new ArrayList<>();
        for (String family : FAMILIES) {
            if (family.equals("-6") && machine.read("/proc/net/if_inet6").isAbsent()) {
                continue; // The kernel has no IPv6, and the program fails.
            }
            rules.addAll(
                    machine.run(List.of("ip", family, "rule")).text().lines().toList());
        }
        return rules;
    }

    private void look(Placed placed, MarkUse use) {
        MarkMask mark = use.mark();
        taken |= mark.mask() == -1 ? mark.value() : mark.mask();
        for (MarkMask set : ours) {
            boolean isNet = placed.rule().clamps() && NetChecks.isNet(use, set);
            if (!isNet && collides(use, set)) {
                found(placed.text(), set);
            }
        }
    }

    private void look(String rule, MarkMask asked) {
        taken |= asked.mask() == -1 ? asked.value() : asked.mask();
        ours.stream()
                .filter(set -> collides(new MarkUse(false, false, asked), set))
                .forEach(set -> found(rule, set));
    }

    private void found(String rule, MarkMask set) {
        user = user.or(() -> Optional.of(rule + " uses the mark " + set + " that verdicts set"));
    }

    /** Who asks for all bits means another packet, unless those that we set are as it asks. */
    private static boolean collides(MarkUse use, MarkMask ours) {
        int common = use.mark().mask() & ours.mask();
        boolean isWhole = use.mark().mask() == -1 && !use.sets();
        return common != 0 && (!isWhole || (use.mark().value() & common) == (ours.value() & common));
    }

    private Finding finding(String file) {
        return user.map(text -> Finding.warn(text, Cures.advice(advice(file))))
                .orElse(Finding.ok("nothing else uses the bits that verdicts set"));
    }

    private String advice(String file) {
        int all = ours.stream().map(MarkMask::mask).reduce(taken, (one, other) -> one | other);
        if (all == -1) {
            return "no bit is free: have that rule use fewer";
        }
        String free = "0x" + Integer.toHexString(Integer.lowestOneBit(~all));
        return "write mark: " + free + "/" + free + ", which no rule uses, into " + file
                + ", and put the rules of mssclamp rules generate --safety-net in force before it is reloaded";
    }
}
