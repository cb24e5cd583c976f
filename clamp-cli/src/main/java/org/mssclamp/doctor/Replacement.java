// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mssclamp.firewall.SavedRules;
import org.mssclamp.netfilter.Effect;
import org.mssclamp.netfilter.IptablesTables;
import org.mssclamp.netfilter.KernelRule;
import org.mssclamp.netfilter.KernelTable;
import org.mssclamp.netfilter.Placed;

/**
 * Another rule of iptables in the place of one that is wrong.
 *
 * @param words of the other, behind its chain
 */
record Replacement(Placed wrong, List<String> words) {
    private static final String TARGET = "-j";
    private static final String NOT = "!";
    private static final String FLAGS = "--tcp-flags";
    private static final int FLAGS_AND_ARGUMENTS = 3;
    private static final String BYPASS = "--queue-bypass";

    /**
     * Whether packets may go past the rest of the chain of a rule, or come to it anew: nothing is filtered in its table.
     */
    static boolean isHarmless(Placed wrong) {
        return wrong.table().name().equals("mangle")
                && wrong.table().chains().stream()
                        .allMatch(chain ->
                                chain.base().filter(base -> base.drops()).isEmpty()
                                        && chain.rules().stream()
                                                .map(rule -> rule.effect())
                                                .noneMatch(effect -> effect instanceof Effect.Unknown
                                                        || (effect instanceof Effect.End end && end.drops())));
    }

    /** One that asks for SYNs. */
    static Replacement forSyns(Placed wrong) {
        List<String> words = new ArrayList<>(wrong.rule().words());
        int flags = words.indexOf(FLAGS);
        if (flags >= 0 && flags + FLAGS_AND_ARGUMENTS <= words.size()) {
            words.subList(flags, flags + FLAGS_AND_ARGUMENTS).clear();
        }
        int target = words.indexOf(TARGET);
        if (target >= 0) {
            words.addAll(target, List.of(FLAGS, "SYN,RST", "SYN"));
        }
        int protocol = words.indexOf("-p");
        if (protocol < 0) {
            words.addAll(0, List.of("-p", "tcp"));
        } else if (!words.get(protocol + 1).equals("tcp")
                || words.subList(0, protocol).contains(NOT)) {
            words.clear(); // iptables takes flags only of what is TCP for sure.
        }
        return new Replacement(wrong, words);
    }

    /** One with bypass, or without. */
    static Replacement withBypass(Placed wrong, boolean bypass) {
        List<String> words = new ArrayList<>(wrong.rule().words());
        words.removeIf(BYPASS::equals);
        if (bypass) {
            words.add(BYPASS);
        }
        return new Replacement(wrong, words);
    }

    /** The command, if the rule is one of iptables and the other one would be right. It does nothing if the rule was changed. */
    Optional<Cure> cure(Predicate<KernelRule> isRight) {
        KernelTable table = wrong.table();
        if (words.isEmpty()
                || wrong.rule().words().isEmpty()
                || read().filter(isRight).isEmpty()) {
            return Optional.empty();
        }
        String chain = Cures.quoted(wrong.chain().name());
        String program = table.program() + " -w -t " + Cures.quoted(table.name());
        String place = chain + " " + wrong.rule().number();
        String seen = "-A " + wrong.chain().name() + " " + wrong.rule().text();
        return Optional.of(Cures.command("[ \"$(" + program + " -S " + place + ")\" = " + Cures.quoted(seen) + " ] && "
                + program + " -R " + place + " " + Cures.quoted(words)));
    }

    /** As the kernel would have it. */
    private Optional<KernelRule> read() {
        KernelTable table = wrong.table();
        String saved =
                "*" + table.name() + "\n-A " + Cures.quoted(wrong.chain().name()) + " " + Cures.quoted(words) + "\n";
        return new IptablesTables(table.program(), table.families().iterator().next())
                .of(SavedRules.read(saved)).stream()
                        .flatMap(read -> read.chains().stream())
                        .flatMap(chain -> chain.rules().stream())
                        .findFirst();
    }
}
